package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.SequenceNumberRange;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of a shard beside its records.
 *
 * @param number the number in its id; never used again in the stream
 * @param records how many records it took in all, once it is closed; null while it is open
 */
record ShardState(
        int number,
        HashRange range,
        Instant created,
        @Nullable Integer parent,
        @Nullable Integer adjacentParent,
        @Nullable Instant closed,
        @Nullable Long records) {

    private static final int ID_DIGITS = 12;
    private static final Pattern LOOSE = Pattern.compile("(?:[^-]*-)?0*(\\d{1,12})");

    static ShardState open(int number, HashRange range, Instant created) {
        return new ShardState(number, range, created, null, null, null, null);
    }

    static String id(int number) {
        String digits = Integer.toString(number);
        return "shardId-" + "0".repeat(ID_DIGITS - digits.length()) + digits;
    }

    /**
     * The id that a client means: AWS takes {@code shard-3} and {@code 3}, too (as observed of the
     * service by the authors of kinesalite).
     */
    static Optional<String> meant(String id) {
        Matcher number = LOOSE.matcher(id);
        if (!number.matches()) {
            return Optional.empty();
        }
        long read = Long.parseLong(number.group(1));
        return read > Integer.MAX_VALUE ? Optional.empty() : Optional.of(id((int) read));
    }

    String id() {
        return id(number);
    }

    boolean open() {
        return closed == null;
    }

    /** Closed at a time; how many records it took is not known yet. */
    ShardState closed(Instant at) {
        return new ShardState(number, range, created, parent, adjacentParent, at, null);
    }

    ShardState withRecords(long taken) {
        return new ShardState(number, range, created, parent, adjacentParent, closed, taken);
    }

    /** The sequence number of the record with an index, accepted at a time. */
    String sequenceNumber(long index, long millis) {
        return SequenceNumber.of(created, index + 1, millis, number).toString();
    }

    SequenceNumberRange sequenceNumbers() {
        var range =
                SequenceNumberRange.builder()
                        .startingSequenceNumber(
                                SequenceNumber.of(created, 0, created.toEpochMilli(), number)
                                        .toString());
        if (closed != null) {
            // Not that of the last record: the count is as high as it goes, as AWS has it.
            range.endingSequenceNumber(
                    SequenceNumber.of(created, Long.MAX_VALUE, closed.toEpochMilli(), number)
                            .toString());
        }
        return range.build();
    }
}
