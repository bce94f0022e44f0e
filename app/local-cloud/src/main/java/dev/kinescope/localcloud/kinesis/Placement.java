package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Puts the records of one request on the shards that their hash keys belong to. */
final class Placement {
    private final Streams streams;
    private final Stream stream;
    private final List<Shard.Put> puts;
    private final List<HashKey> keys;
    private final List<Placed> placed = new ArrayList<>();

    Placement(Streams streams, Stream stream, int records) {
        this.streams = streams;
        this.stream = stream;
        this.puts = new ArrayList<>(records);
        this.keys = new ArrayList<>(records);
    }

    /** What became of the records that met in one shard. */
    static final class Placed {
        private final Shard shard;
        private final Share share;
        private final Shard.@Nullable Taken taken;
        private final @Nullable UncheckedIOException failure;

        private Placed(
                Shard shard,
                Share share,
                Shard.@Nullable Taken taken,
                @Nullable UncheckedIOException failure) {
            this.shard = shard;
            this.share = share;
            this.taken = taken;
            this.failure = failure;
        }

        Shard shard() {
            return shard;
        }

        /** How many they are. */
        int count() {
            return share.puts.size();
        }

        /** The place in the request of one of them, by its number here, from 0. */
        int place(int number) {
            return share.places[number];
        }

        /** Its partition key and data, in bytes. */
        int size(int number) {
            return share.puts.get(number).size();
        }

        /** Its index in the shard; -1 if it was refused for the shard's rate, or not stored. */
        long index(int number) {
            return taken == null ? -1 : taken.index(number);
        }

        long arrivalMillis() {
            return taken == null ? 0 : taken.arrivalMillis();
        }

        /** Why none of them could be stored. */
        Optional<UncheckedIOException> failure() {
            return Optional.ofNullable(failure);
        }
    }

    /** What goes to one shard, in the order of the request. */
    private static final class Share {
        private final List<Shard.Put> puts = new ArrayList<>();
        private int[] places = new int[16];

        void add(int place, Shard.Put put) {
            if (puts.size() == places.length) {
                places = Arrays.copyOf(places, places.length * 2);
            }
            places[puts.size()] = place;
            puts.add(put);
        }
    }

    /** Adds the next record of the request. */
    void add(Shard.Put put, HashKey key) {
        puts.add(put);
        keys.add(key);
    }

    int count() {
        return puts.size();
    }

    /**
     * Puts every record, those of a shard in the order of the request.
     *
     * @throws software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException if the stream
     *     is deleted meanwhile
     */
    List<Placed> place() {
        int[] left = IntStream.range(0, puts.size()).toArray();
        // A shard that is closed meanwhile has handed its hash keys to others: route again.
        while (left.length > 0) {
            long seen = stream.changes();
            left = place(left, stream.routes());
            if (left.length > 0) {
                if (stream.removed()) {
                    throw streams.notFound(stream.state().name());
                }
                stream.awaitChange(seen);
            }
        }
        return placed;
    }

    /** Puts what can be put now; the places of the others, in the order of the request. */
    private int[] place(int[] wanted, Routes routes) {
        var shares = new @Nullable Share[routes.size()];
        for (int place : wanted) {
            int number = routes.of(keys.get(place));
            Share share = shares[number];
            if (share == null) {
                share = new Share();
                shares[number] = share;
            }
            share.add(place, puts.get(place));
        }
        IntStream.Builder again = IntStream.builder();
        for (int number = 0; number < shares.length; number++) {
            Share share = shares[number];
            if (share != null && !put(routes.shard(number), share)) {
                Arrays.stream(share.places, 0, share.puts.size()).forEach(again);
            }
        }
        // Records of two shards may meet in one: there, too, in the order of the request.
        return again.build().sorted().toArray();
    }

    /** Puts on one shard; whether it takes any. */
    private boolean put(Shard shard, Share share) {
        Optional<Shard.Taken> taken;
        try {
            taken = shard.put(share.puts);
        } catch (UncheckedIOException e) {
            // None of these counts, but the other shards may have taken theirs.
            placed.add(new Placed(shard, share, null, e));
            return true;
        }
        taken.ifPresent(all -> placed.add(new Placed(shard, share, all, null)));
        return taken.isPresent();
    }
}
