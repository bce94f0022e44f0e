package dev.kinescope.desktop.streams;

import dev.kinescope.pipeline.streams.ShardSample;

/**
 * One line of the table of shards.
 *
 * @param records records/s over the last minute
 * @param bytes bytes/s over the last minute
 */
record ShardRow(ShardSample sample, Trend records, Trend bytes) {
    /** From this share of a limit on, a shard counts as hot: refusals begin at the limit itself. */
    static final double HOT = 0.8;

    private static final String PREFIX = "shardId-";

    /** What the state column says. */
    enum Mark {
        OPEN("open"),
        HOT("hot"),
        CLOSED("closed");

        private final String word;

        Mark(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    String id() {
        return sample.shardId();
    }

    /** The shard's number as people say it: 3 for shardId-000000000003. */
    String number() {
        return number(id());
    }

    static String number(String shardId) {
        if (!shardId.startsWith(PREFIX)) {
            return shardId;
        }
        String digits = shardId.substring(PREFIX.length()).replaceFirst("^0+(?=.)", "");
        return digits.isEmpty() ? shardId : digits;
    }

    /** The id without its zeros: {@code shardId-…0003}. */
    String shortId() {
        return id().startsWith(PREFIX) && id().length() > PREFIX.length() + 4
                ? PREFIX + "…" + id().substring(id().length() - 4)
                : id();
    }

    Mark mark() {
        if (sample.state() == ShardSample.State.CLOSED) {
            return Mark.CLOSED;
        }
        return load() >= HOT ? Mark.HOT : Mark.OPEN;
    }

    /** The share of the limit it is nearer to; 0 if nothing is known. */
    double load() {
        return Math.max(sample.ofRecordLimit().orElse(0.0), sample.ofByteLimit().orElse(0.0));
    }
}
