package dev.kinescope.localcloud.firehose;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Files the records of one batch by the partition keys that the prefix asks for. */
final class PartitionKeys {
    private static final Verdict.Failed TOO_LONG =
            new Verdict.Failed(
                    "DynamicPartitioning.MetadataExtractionFailed",
                    "The evaluated prefix is longer than %d characters."
                            .formatted(PrefixExpressions.LONGEST));

    private final Set<String> asked;
    private final String prefix;
    private final String timeZone;
    private final Instant time;
    private final Map<Map<String, String>, Boolean> fitting = new HashMap<>();

    /**
     * @param time any time of the batch: formats make much the same of each
     */
    PartitionKeys(DestinationSettings settings, Instant time) {
        this.asked = settings.partitionKeys();
        String configured = settings.s3().prefix();
        this.prefix = configured == null ? "" : configured;
        this.timeZone = settings.timeZone();
        this.time = time;
    }

    /** Keeps the keys that are asked for; without all of them there is no place for a record. */
    Verdict filed(Verdict verdict) {
        if (!(verdict instanceof Verdict.Ok(byte[] data, Map<String, String> keys))) {
            return verdict;
        }
        if (asked.stream().anyMatch(key -> keys.getOrDefault(key, "").isEmpty())) {
            return ResponseInterpreter.NO_PARTITION_KEY;
        }
        Map<String, String> kept = new HashMap<>(keys);
        kept.keySet().retainAll(asked);
        return fitting.computeIfAbsent(kept, this::fits) ? new Verdict.Ok(data, kept) : TOO_LONG;
    }

    private boolean fits(Map<String, String> partition) {
        return PrefixExpressions.fits(prefix, partition, time, timeZone);
    }
}
