package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.functions.FunctionSpec;

/**
 * The whole pipeline as it shall be: what the files in {@code resources/} say, and the form shows.
 */
public record PipelineDefinition(
        StreamDefinition stream,
        DeliveryDefinition delivery,
        FunctionSpec producer,
        FunctionSpec transform) {

    public PipelineDefinition withStream(StreamDefinition changed) {
        return new PipelineDefinition(changed, delivery, producer, transform);
    }

    public PipelineDefinition withDelivery(DeliveryDefinition changed) {
        return new PipelineDefinition(stream, changed, producer, transform);
    }

    public PipelineDefinition withProducer(FunctionSpec changed) {
        return new PipelineDefinition(stream, delivery, changed, transform);
    }

    public PipelineDefinition withTransform(FunctionSpec changed) {
        return new PipelineDefinition(stream, delivery, producer, changed);
    }
}
