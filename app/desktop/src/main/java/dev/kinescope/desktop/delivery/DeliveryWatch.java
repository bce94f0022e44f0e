package dev.kinescope.desktop.delivery;

import dev.kinescope.pipeline.delivery.DeliveryMetrics;
import dev.kinescope.pipeline.delivery.DeliveryStatus;
import dev.kinescope.pipeline.delivery.FailedRecords;
import dev.kinescope.pipeline.results.StoredObject;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what the Delivery view shows, off the UI thread: the state often, CloudWatch and S3 as
 * seldom as their numbers change.
 */
final class DeliveryWatch {
    static final int MOST_OBJECTS = 50;

    private static final int MOST_ERROR_OBJECTS = 20;
    private static final Duration METRICS_EVERY = Duration.ofSeconds(15);
    private static final Duration LIST_EVERY = Duration.ofSeconds(5);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private record Listed(List<StoredObject> objects, FailedRecords failed, Instant at) {}

    private final DeliverySource source;
    private final Clock clock;
    private @Nullable DeliveryMetrics metrics;
    private @Nullable Listed listed;
    private Instant metricsNext = Instant.MIN;
    private Instant notBefore = Instant.MIN;

    DeliveryWatch(DeliverySource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** One look; after a failure it asks nothing for some seconds. */
    synchronized DeliveryRound gather() throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(notBefore)) {
            return new DeliveryRound.Waiting();
        }
        try {
            return look(now);
        } catch (RuntimeException | IOException e) {
            notBefore = now.plus(AFTER_FAILURE);
            throw e;
        }
    }

    /** Asks for everything at the next look, whatever failed or was asked before. */
    synchronized void refresh() {
        notBefore = Instant.MIN;
        metricsNext = Instant.MIN;
        listed = null;
    }

    private DeliveryRound look(Instant now) throws IOException {
        String name = source.name();
        Optional<DeliveryStatus> found = source.describe(name);
        if (found.isEmpty()) {
            return new DeliveryRound.Missing(name);
        }
        DeliveryStatus status = found.get();
        DeliveryMetrics numbers = metrics;
        if (numbers == null || !now.isBefore(metricsNext)) {
            numbers = source.metrics(name);
            metrics = numbers;
            metricsNext = now.plus(METRICS_EVERY);
        }
        Listed objects = listed;
        if (objects == null || !now.isBefore(objects.at().plus(LIST_EVERY))) {
            objects = list(status, now);
            listed = objects;
        }
        return new DeliveryRound.Seen(
                now, status, numbers, objects.objects(), objects.failed(), objects.at());
    }

    private Listed list(DeliveryStatus status, Instant now) {
        List<StoredObject> objects =
                source.newestObjects(status.bucket(), fixed(status.prefix()), MOST_OBJECTS);
        // Without an error prefix Firehose writes failures below the prefix itself: AWS
        // documentation, Custom prefixes.
        String errorPrefix =
                status.errorPrefix().isEmpty()
                        ? fixed(status.prefix()) + "processing-failed/"
                        : fixed(status.errorPrefix());
        FailedRecords failed =
                source.failedRecords(status.bucket(), errorPrefix, MOST_ERROR_OBJECTS);
        return new Listed(objects, failed, now);
    }

    /** The part of a prefix before its first expression. */
    static String fixed(String prefix) {
        int expression = prefix.indexOf("!{");
        return expression < 0 ? prefix : prefix.substring(0, expression);
    }
}
