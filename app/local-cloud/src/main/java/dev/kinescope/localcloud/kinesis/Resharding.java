package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Works out how the shards of a stream are split and merged; parents are closed, never removed. */
final class Resharding {
    private final Instant now;
    private final List<ShardState> shards;
    private int next;

    private Resharding(StreamState state, Instant now) {
        this.now = now;
        this.shards = new ArrayList<>(state.shards());
        this.next = state.nextShard();
    }

    /** A state with its shards split and merged. */
    static StreamState of(StreamState state, Instant now, Consumer<Resharding> how) {
        var change = new Resharding(state, now);
        how.accept(change);
        return state.withShards(change.next, change.shards);
    }

    /** A state with so many open shards, if it has fewer. */
    static StreamState grown(StreamState state, Instant now, int target) {
        return state.open().size() >= target
                ? state
                : of(state, now, change -> change.scale(target));
    }

    /** Cuts an open shard in two; the second begins with the given hash key. */
    void split(int number, BigInteger second) {
        ShardState parent = close(number);
        HashRange range = parent.range();
        child(new HashRange(range.start(), second.subtract(BigInteger.ONE)), number, null);
        child(new HashRange(second, range.end()), number, null);
    }

    /** Makes one shard of two open ones that lie beside each other. */
    void merge(int number, int adjacent) {
        ShardState first = close(number);
        ShardState second = close(adjacent);
        child(first.range().join(second.range()), number, adjacent);
    }

    /** Splits and merges until so many open shards divide the hash keys evenly. */
    void scale(int target) {
        List<HashRange> wanted = HashRange.split(target);
        for (HashRange range : wanted) {
            open().stream()
                    .filter(shard -> shard.range().contains(range.start()))
                    .filter(shard -> !shard.range().start().equals(range.start()))
                    .findFirst()
                    .ifPresent(shard -> split(shard.number(), range.start()));
        }
        for (HashRange range : wanted) {
            List<ShardState> parts = within(range);
            while (parts.size() > 1) {
                merge(parts.get(0).number(), parts.get(1).number());
                parts = within(range);
            }
        }
    }

    private List<ShardState> within(HashRange range) {
        return open().stream().filter(shard -> range.contains(shard.range().start())).toList();
    }

    private List<ShardState> open() {
        return shards.stream()
                .filter(ShardState::open)
                .sorted(Comparator.comparing(shard -> shard.range().start()))
                .toList();
    }

    private ShardState close(int number) {
        for (int i = 0; i < shards.size(); i++) {
            ShardState shard = shards.get(i);
            if (shard.number() == number && shard.open()) {
                shards.set(i, shard.closed(now));
                return shard;
            }
        }
        throw new IllegalStateException(ShardState.id(number) + " is not an open shard.");
    }

    private void child(HashRange range, int parent, @Nullable Integer adjacent) {
        shards.add(new ShardState(next++, range, now, parent, adjacent, null, null));
    }
}
