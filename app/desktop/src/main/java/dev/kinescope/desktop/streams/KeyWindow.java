package dev.kinescope.desktop.streams;

import dev.kinescope.pipeline.streams.ShardSample;
import dev.kinescope.pipeline.streams.StreamRecord;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers the partition keys of the records sampled in the last seconds and says how they spread.
 *
 * <p>Kinesis places a record by the MD5 of its partition key as a 128-bit number (AWS
 * documentation, Kinesis Data Streams terminology). A record put with an explicit hash key can lie
 * elsewhere; it then counts at the edge of the shard it was read from.
 */
final class KeyWindow {
    private static final Duration KEPT = Duration.ofSeconds(15);
    private static final int MOST = 20_000;
    private static final BigInteger RANGE = BigInteger.TWO.pow(128);
    private static final int SLICE_SHIFT = 128 - 7;

    /** Colour needs some records to mean anything. */
    private static final int ENOUGH = 50;

    private record Seen(Instant at, String shardId, String key, BigInteger hash) {}

    /** The key with the most records of a shard, and its share of them. */
    record TopKey(String key, double share, int keys, long records) {}

    private final ArrayDeque<Seen> window = new ArrayDeque<>();

    /** Takes the records of one round and forgets what is too old. */
    void add(Instant now, Collection<StreamRecord> records) {
        for (StreamRecord record : records) {
            window.addLast(new Seen(now, record.shardId(), record.partitionKey(), hash(record)));
        }
        Instant oldest = now.minus(KEPT);
        while (!window.isEmpty()
                && (window.size() > MOST || window.getFirst().at().isBefore(oldest))) {
            window.removeFirst();
        }
    }

    /** The heaviest key of a shard; empty if no record of it was sampled. */
    Optional<TopKey> topKey(String shardId) {
        var counts = new HashMap<String, Long>();
        long all = 0;
        for (Seen seen : window) {
            if (seen.shardId().equals(shardId)) {
                counts.merge(seen.key(), 1L, Long::sum);
                all++;
            }
        }
        long records = all;
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(top ->
                        new TopKey(
                                top.getKey(),
                                (double) top.getValue() / records,
                                counts.size(),
                                records));
    }

    /** The spread over the hash range of the open shards. */
    HeatMap heat(Collection<ShardSample> shards, Set<String> hot) {
        List<ShardSample> open =
                shards.stream()
                        .filter(shard -> shard.state() == ShardSample.State.OPEN)
                        .sorted(Comparator.comparing(ShardSample::startHash))
                        .toList();
        var byId = new HashMap<String, ShardSample>();
        open.forEach(shard -> byId.put(shard.shardId(), shard));
        var perSlice = new long[HeatMap.SLICES];
        var hotSlice = new long[HeatMap.SLICES];
        var perShard = new HashMap<String, Long>();
        long all = 0;
        for (Seen seen : window) {
            ShardSample shard = byId.get(seen.shardId());
            if (shard == null) {
                continue;
            }
            int slice =
                    seen.hash()
                            .max(shard.startHash())
                            .min(shard.endHash())
                            .shiftRight(SLICE_SHIFT)
                            .intValue();
            perSlice[slice]++;
            if (hot.contains(seen.shardId())) {
                hotSlice[slice]++;
            }
            perShard.merge(seen.shardId(), 1L, Long::sum);
            all++;
        }
        var slices = new ArrayList<HeatMap.Slice>();
        for (int i = 0; i < HeatMap.SLICES; i++) {
            double share = all == 0 ? 0 : (double) perSlice[i] / all;
            slices.add(new HeatMap.Slice(share, level(share, all, hotSlice[i] > 0)));
        }
        var segments = new ArrayList<HeatMap.Segment>();
        for (ShardSample shard : open) {
            long own = perShard.getOrDefault(shard.shardId(), 0L);
            segments.add(
                    new HeatMap.Segment(
                            ShardRow.number(shard.shardId()),
                            fraction(shard.startHash()),
                            fraction(shard.endHash().add(BigInteger.ONE)),
                            all == 0 ? 0 : (double) own / all,
                            hot.contains(shard.shardId())));
        }
        return new HeatMap(slices, segments, all);
    }

    private static int level(double share, long all, boolean hot) {
        double even = 1.0 / HeatMap.SLICES;
        if (share < even / 2 || all < ENOUGH) {
            return share == 0 ? 0 : 1;
        }
        if (hot && share >= 8 * even) {
            return 3;
        }
        return share < even * 1.5 ? 1 : 2;
    }

    private static double fraction(BigInteger hash) {
        return new BigDecimal(hash)
                .divide(new BigDecimal(RANGE), MathContext.DECIMAL64)
                .doubleValue();
    }

    private static BigInteger hash(StreamRecord record) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5")
                            .digest(record.partitionKey().getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }
}
