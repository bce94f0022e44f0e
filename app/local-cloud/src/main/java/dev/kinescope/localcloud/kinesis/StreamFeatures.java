package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.EncryptionType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a stream has beside its shape; kept with its state.
 *
 * @param encryption since when records are encrypted with what, in the order of time
 * @param warmTarget the throughput asked for, in MiB/s, of which {@code warmCurrent} is ready
 * @param peaks the highest write rate of each UTC day, in shards that it would fill
 * @param changes when changes were made that AWS allows a number of in 24 hours, by their kind
 */
record StreamFeatures(
        List<Encryption> encryption,
        @Nullable Integer warmTarget,
        @Nullable Integer warmCurrent,
        SortedMap<String, Double> peaks,
        SortedMap<String, List<Instant>> changes,
        List<ConsumerState> consumers) {
    static final StreamFeatures NONE =
            new StreamFeatures(List.of(), null, null, new TreeMap<>(), new TreeMap<>(), List.of());

    private static final Duration DAY = Duration.ofDays(1);

    /** A key in use since a time; none means that records are not encrypted since then. */
    record Encryption(Instant since, @Nullable String keyId) {}

    /** The key of records that arrive now, if they are encrypted. */
    Optional<String> key() {
        return encryption.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(encryption.getLast().keyId());
    }

    EncryptionType type() {
        return key().isPresent() ? EncryptionType.KMS : EncryptionType.NONE;
    }

    /** How a record is encrypted that arrived at a time, in epoch milliseconds. */
    EncryptionType typeAt(long arrivalMillis) {
        for (Encryption span : encryption.reversed()) {
            if (span.since().toEpochMilli() <= arrivalMillis) {
                return span.keyId() == null ? EncryptionType.NONE : EncryptionType.KMS;
            }
        }
        return EncryptionType.NONE;
    }

    /** With another key, or none, from now on; spans that end before the horizon are dropped. */
    StreamFeatures encrypted(Instant now, @Nullable String keyId, Instant horizon) {
        var spans = new ArrayList<>(encryption);
        while (spans.size() > 1 && spans.get(1).since().isBefore(horizon)) {
            spans.removeFirst();
        }
        spans.add(new Encryption(now, keyId));
        return new StreamFeatures(
                List.copyOf(spans), warmTarget, warmCurrent, peaks, changes, consumers);
    }

    StreamFeatures warming(@Nullable Integer target) {
        return new StreamFeatures(encryption, target, warmCurrent, peaks, changes, consumers);
    }

    StreamFeatures warmed() {
        return new StreamFeatures(encryption, warmTarget, warmTarget, peaks, changes, consumers);
    }

    StreamFeatures withPeaks(SortedMap<String, Double> newPeaks) {
        return new StreamFeatures(
                encryption, warmTarget, warmCurrent, newPeaks, changes, consumers);
    }

    StreamFeatures withConsumers(UnaryOperator<List<ConsumerState>> change) {
        return new StreamFeatures(
                encryption,
                warmTarget,
                warmCurrent,
                peaks,
                changes,
                List.copyOf(change.apply(consumers)));
    }

    /** How many changes of a kind were made in the 24 hours before now. */
    long changes(String kind, Instant now) {
        return changes.getOrDefault(kind, List.of()).stream()
                .filter(at -> at.isAfter(now.minus(DAY)))
                .count();
    }

    /** With one more change of a kind; those older than 24 hours are dropped. */
    StreamFeatures changed(String kind, Instant now) {
        var recent = new ArrayList<Instant>();
        changes.getOrDefault(kind, List.of()).stream()
                .filter(at -> at.isAfter(now.minus(DAY)))
                .forEach(recent::add);
        recent.add(now);
        var all = new TreeMap<>(changes);
        all.put(kind, List.copyOf(recent));
        return new StreamFeatures(encryption, warmTarget, warmCurrent, peaks, all, consumers);
    }
}
