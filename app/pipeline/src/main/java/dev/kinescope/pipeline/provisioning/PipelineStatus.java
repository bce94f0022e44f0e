package dev.kinescope.pipeline.provisioning;

import java.time.Instant;
import java.util.List;

/** Every resource of the pipeline as it is now. */
public record PipelineStatus(
        ResourceStatus bucket,
        ResourceStatus producerRole,
        ResourceStatus transformRole,
        ResourceStatus deliveryRole,
        ResourceStatus producer,
        ResourceStatus transform,
        ResourceStatus stream,
        ResourceStatus delivery,
        Instant at) {

    /** In the order in which they are built. */
    public List<ResourceStatus> all() {
        return List.of(
                bucket,
                producerRole,
                transformRole,
                deliveryRole,
                producer,
                transform,
                stream,
                delivery);
    }

    /** Everything is there and works. */
    public boolean isReady() {
        return all().stream().allMatch(each -> each.is(ResourceState.READY));
    }

    /** Nothing is there yet. */
    public boolean isEmpty() {
        return all().stream().allMatch(each -> each.is(ResourceState.MISSING));
    }
}
