package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.provisioning.FunctionArtifacts;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import java.time.Duration;
import java.util.Optional;

/**
 * What one press on "Run everything" shall do.
 *
 * @param input a local file to upload and replay in place of {@code producer.posts()}
 * @param patience how long to wait without any progress before what is missing counts as lost
 */
public record RunSettings(
        PipelineDefinition definition,
        FunctionArtifacts artifacts,
        ProducerSettings producer,
        Optional<PostsFile> input,
        Duration patience) {

    /** The bundled posts once through, with a patience that suits the definition's buffers. */
    public static RunSettings bundledPosts(
            PipelineDefinition definition, FunctionArtifacts artifacts) {
        return new RunSettings(
                definition,
                artifacts,
                ProducerSettings.bundledPosts(
                        definition.producer().name(), definition.stream().name()),
                Optional.empty(),
                patienceFor(definition));
    }

    /**
     * Twice the time a record can rest in the buffers, and a minute and a half for the functions.
     */
    public static Duration patienceFor(PipelineDefinition definition) {
        return Duration.ofSeconds(
                90
                        + 2L
                                * (definition.delivery().bufferSeconds()
                                        + definition.delivery().processorBufferSeconds()));
    }
}
