package dev.kinescope.localcloud.kinesis;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.StreamMode;

import java.math.BigInteger;
import java.time.Instant;

/**
 * What is to become of a stream once it is no longer UPDATING; kept with its state, since it was
 * acknowledged and must happen though the process ends before.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Pending.Split.class, name = "split"),
    @JsonSubTypes.Type(value = Pending.Merge.class, name = "merge"),
    @JsonSubTypes.Type(value = Pending.Scale.class, name = "scale"),
    @JsonSubTypes.Type(value = Pending.Mode.class, name = "mode"),
    @JsonSubTypes.Type(value = Pending.Warm.class, name = "warm"),
    @JsonSubTypes.Type(value = Pending.RecordSize.class, name = "recordSize")
})
sealed interface Pending {

    /** The state with the change made. */
    StreamState applyTo(StreamState state, Instant now);

    /** How many open shards there are to be, of so many now. */
    default int shards(int open) {
        return open;
    }

    /** In which mode the stream is to be. */
    default StreamMode mode(StreamMode now) {
        return now;
    }

    /** A shard is cut in two, of which the second begins with that hash key. */
    record Split(int shard, BigInteger second) implements Pending {
        @Override
        public StreamState applyTo(StreamState state, Instant now) {
            return Resharding.of(state, now, change -> change.split(shard, second));
        }

        @Override
        public int shards(int open) {
            return open + 1;
        }
    }

    /** Two shards become one. */
    record Merge(int shard, int adjacent) implements Pending {
        @Override
        public StreamState applyTo(StreamState state, Instant now) {
            return Resharding.of(state, now, change -> change.merge(shard, adjacent));
        }

        @Override
        public int shards(int open) {
            return open - 1;
        }
    }

    /** So many open shards divide the hash keys evenly. */
    record Scale(int target) implements Pending {
        @Override
        public StreamState applyTo(StreamState state, Instant now) {
            return Resharding.of(state, now, change -> change.scale(target));
        }

        @Override
        public int shards(int open) {
            return target;
        }
    }

    /** The other mode, and with it the shards for so many MiB/s, if that is asked for. */
    record Mode(StreamMode mode, @Nullable Integer warm) implements Pending {
        @Override
        public int shards(int open) {
            return warm == null ? open : Math.max(open, Pending.shardsFor(warm));
        }

        @Override
        public StreamMode mode(StreamMode now) {
            return mode;
        }

        @Override
        public StreamState applyTo(StreamState state, Instant now) {
            StreamState switched = state.with(mode);
            if (mode == StreamMode.PROVISIONED) {
                return switched.with(state.features().warming(null));
            }
            return warm == null
                    ? switched
                    : Resharding.grown(switched, now, Pending.shardsFor(warm));
        }
    }

    /** The shards for so many MiB/s. */
    record Warm(int target) implements Pending {
        @Override
        public StreamState applyTo(StreamState state, Instant now) {
            return Resharding.grown(state, now, Pending.shardsFor(target));
        }

        @Override
        public int shards(int open) {
            return Math.max(open, Pending.shardsFor(target));
        }
    }

    /** Records of that size are taken. */
    record RecordSize(int kibibytes) implements Pending {
        @Override
        public StreamState applyTo(StreamState state, Instant now) {
            return state.withMaxRecord(kibibytes);
        }
    }

    /** A shard for each MiB/s, as far as a stream may have them. */
    static int shardsFor(int warm) {
        return Math.min(warm, Reshapes.MOST_SHARDS);
    }
}
