package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.connection.CallerIdentity;
import dev.kinescope.pipeline.connection.Connection;
import dev.kinescope.pipeline.functions.FunctionSpec;

import java.util.Map;

/**
 * What the placeholders of the definition files stand for, unless a file says it outright.
 *
 * @param bufferMiB 1-128
 * @param bufferSeconds 0-900
 * @param transformBufferSeconds 0-900
 */
public record DefinitionDefaults(
        String stream,
        String deliveryStream,
        String bucket,
        String firehoseRole,
        int bufferMiB,
        int bufferSeconds,
        int transformBufferSeconds,
        FunctionSpec producer,
        FunctionSpec transform) {

    private static final String RUNTIME = "java25";

    /** Short buffers, so that a person sees results within seconds. */
    public static DefinitionDefaults local() {
        return make("kinescope-results", 1, 3, 1);
    }

    /** Firehose's own default buffers, and a bucket name that no other account has. */
    public static DefinitionDefaults aws(String accountId, String region) {
        return make("kinescope-results-" + accountId + "-" + region, 5, 300, 60);
    }

    /** Those that suit a connection. */
    public static DefinitionDefaults of(
            Connection connection, CallerIdentity identity, String region) {
        return switch (connection) {
            case Connection.Local _, Connection.Endpoint _ -> local();
            case Connection.AwsProfile _ -> aws(identity.accountId(), region);
        };
    }

    private static DefinitionDefaults make(
            String bucket, int bufferMiB, int bufferSeconds, int transformBufferSeconds) {
        return new DefinitionDefaults(
                "social-posts",
                "social-posts-to-s3",
                bucket,
                "kinescope-firehose",
                bufferMiB,
                bufferSeconds,
                transformBufferSeconds,
                new FunctionSpec(
                        "kinescope-producer",
                        "kinescope-producer",
                        RUNTIME,
                        "dev.kinescope.producer.ProducerHandler::handleRequest",
                        512,
                        120,
                        Map.of()),
                new FunctionSpec(
                        "kinescope-transform",
                        "kinescope-transform",
                        RUNTIME,
                        "dev.kinescope.transform.TransformHandler::handleRequest",
                        512,
                        60,
                        Map.of()));
    }
}
