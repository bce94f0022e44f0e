package dev.kinescope.desktop.delivery;

import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.pipeline.delivery.DeliveryMetrics;
import dev.kinescope.pipeline.delivery.DeliveryReader;
import dev.kinescope.pipeline.delivery.DeliveryStatus;
import dev.kinescope.pipeline.delivery.FailedRecords;
import dev.kinescope.pipeline.results.StoredObject;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Answers the Delivery view from a session through the pipeline's reader. */
final class PipelineDelivery implements DeliverySource {
    private final DeliveryReader reader;
    private final Workspace workspace;
    private final Setup setup;

    PipelineDelivery(Workspace workspace, Setup setup) {
        this.reader = new DeliveryReader(workspace.session(), setup.clock());
        this.workspace = workspace;
        this.setup = setup;
    }

    @Override
    public String name() throws IOException {
        return setup.definition(workspace).delivery().name();
    }

    @Override
    public Optional<DeliveryStatus> describe(String deliveryStream) {
        return reader.describe(deliveryStream);
    }

    @Override
    public DeliveryMetrics metrics(String deliveryStream) {
        return reader.metrics(deliveryStream);
    }

    @Override
    public List<StoredObject> newestObjects(String bucket, String prefix, int most) {
        return reader.newestObjects(bucket, prefix, most);
    }

    @Override
    public FailedRecords failedRecords(String bucket, String errorPrefix, int mostObjects) {
        return reader.failedRecords(bucket, errorPrefix, mostObjects);
    }
}
