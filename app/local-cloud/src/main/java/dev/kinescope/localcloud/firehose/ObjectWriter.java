package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.calls.CannotAssumeRoleException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Puts the objects of one buffer where its destination wants them. */
final class ObjectWriter {
    /** What a buffer is for: it decides the settings, the key and the metrics. */
    enum Kind {
        DATA("DeliveryToS3"),
        FAILED(""),
        BACKUP("BackupToS3");

        private final String metric;

        Kind(String metric) {
            this.metric = metric;
        }

        S3Settings settings(DestinationSettings all) {
            S3Settings backup = all.backup();
            return this == BACKUP && backup != null ? backup : all.s3();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ObjectWriter.class);

    private final Kind kind;
    private final Map<String, String> partition;
    private final Supplier<DeliveryStream> stream;
    private final Surroundings around;
    private final KeyNamer names;
    private final FirehoseMetrics metrics;
    private final DeliveryErrors errors;

    /**
     * @param partition the partition keys of all it gets; empty without dynamic partitioning
     */
    ObjectWriter(
            Kind kind,
            Map<String, String> partition,
            Supplier<DeliveryStream> stream,
            Surroundings around,
            FirehoseMetrics metrics,
            DeliveryErrors errors) {
        this.kind = kind;
        this.partition = Map.copyOf(partition);
        this.stream = stream;
        this.around = around;
        this.names = new KeyNamer(around.random());
        this.metrics = metrics;
        this.errors = errors;
    }

    S3Settings settings(DeliveryStream of) {
        return kind.settings(of.destination());
    }

    /**
     * Stores an object, whole.
     *
     * @throws ObjectSink.NotStored if the bucket did not take it
     */
    void put(Chunk chunk, int attempt) {
        if (attempt > 1) {
            redirect(chunk);
        }
        ObjectSink.Content content = chunk.content();
        String key = chunk.key == null ? key(chunk, chunk.settings) : chunk.key;
        chunk.key = key;
        try {
            put(chunk.settings, key, content);
        } catch (ObjectSink.NotStored e) {
            if (!e.code().equals(ObjectSink.NotStored.KEY_TOO_LONG)) {
                throw e;
            }
            // It would be refused for ever, and all behind it would wait.
            String shorter = key(chunk, chunk.settings.withPrefixes(null, null));
            LOG.warn(
                    "Delivery stream {} stores {} without its prefix, with which the key is too"
                            + " long for S3. Use a shorter prefix.",
                    chunk.stream.name(),
                    shorter);
            // First: it may be stored though its answer is lost, and must not be stored twice.
            chunk.key = shorter;
            put(chunk.settings, shorter, content);
        }
    }

    /** An update reaches what was refused, too: it may be what the object was waiting for. */
    private void redirect(Chunk chunk) {
        DeliveryStream now = stream.get();
        S3Settings asked = settings(now);
        S3Settings was = chunk.settings;
        String asksFor = asked.prefix() == null ? "" : asked.prefix();
        // An error prefix asks for no keys of records.
        boolean fits =
                kind == Kind.FAILED
                        || partition.keySet().containsAll(PrefixExpressions.lambdaKeys(asksFor));
        S3Settings moved =
                fits
                        ? was.to(asked).withPrefixes(asked.prefix(), asked.errorPrefix())
                        // The new prefix asks for keys by which its records were not filed.
                        : was.to(asked);
        boolean elsewhere =
                !moved.bucketArn().equals(was.bucketArn())
                        || !Objects.equals(moved.prefix(), was.prefix())
                        || !Objects.equals(moved.errorPrefix(), was.errorPrefix());
        if (elsewhere) {
            chunk.key = null;
        }
        chunk.settings = moved;
        chunk.stream = now;
    }

    private void put(S3Settings settings, String key, ObjectSink.Content content) {
        try {
            around.as(
                    settings.roleArn(),
                    () -> {
                        around.sink().put(settings.bucketArn(), key, content);
                        return key;
                    });
        } catch (CannotAssumeRoleException e) {
            throw ObjectSink.NotStored.denied(e);
        }
    }

    /** Tells everyone who should know that an object was not stored and will be tried again. */
    void refused(Chunk chunk, int attempt, RuntimeException why) {
        if (attempt == 1) {
            LOG.warn(
                    "Delivery stream {} cannot store in {} and will keep trying: {}",
                    chunk.stream.name(),
                    chunk.settings.bucketArn(),
                    why.getMessage(),
                    why instanceof ObjectSink.NotStored ? null : why);
        }
        if (!kind.metric.isEmpty()) {
            metrics.count(kind.metric + ".Success", 0);
            freshness(chunk);
        }
        if (why instanceof ObjectSink.NotStored refused) {
            errors.tell(
                    chunk.stream,
                    chunk.settings,
                    refused.code(),
                    String.valueOf(refused.getMessage()),
                    null);
        }
    }

    private String key(Chunk chunk, S3Settings settings) {
        DestinationSettings all = chunk.stream.destination();
        return names.key(
                chunk.stream,
                settings,
                kind == Kind.DATA ? all.fileExtension() : "",
                all.timeZone(),
                kind == Kind.FAILED ? KeyNamer.Kind.FAILED : KeyNamer.Kind.DATA,
                partition,
                chunk.oldest);
    }

    void measure(Chunk chunk) {
        if (!kind.metric.isEmpty()) {
            metrics.count(kind.metric + ".Success", 1);
            metrics.count(kind.metric + ".Records", chunk.records);
            metrics.bytes(kind.metric + ".Bytes", chunk.bytes);
            freshness(chunk);
        }
    }

    /** How old the oldest record is, stored or not: what is stuck grows older. */
    private void freshness(Chunk chunk) {
        metrics.seconds(
                kind.metric + ".DataFreshness",
                Duration.between(chunk.oldest, around.clock().instant()));
    }
}
