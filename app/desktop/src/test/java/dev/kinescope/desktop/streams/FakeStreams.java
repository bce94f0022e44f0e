package dev.kinescope.desktop.streams;

import dev.kinescope.pipeline.Measured;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.streams.ShardSample;
import dev.kinescope.pipeline.streams.ShardTick;
import dev.kinescope.pipeline.streams.StreamMetrics;
import dev.kinescope.pipeline.streams.StreamOverview;
import dev.kinescope.pipeline.streams.StreamRecord;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers the Shards view in place of an account: eight shards, one of them hot by one key. */
final class FakeStreams implements AccountStreams, StreamSource {
    static final Instant NOW = Instant.parse("2026-11-22T14:05:20Z");
    private static final BigInteger PART = BigInteger.TWO.pow(125);
    private static final List<String> POSTS =
            List.of(
                    "Twelve minutes at Mill Street, no sign of line 4.",
                    "Line 4 is back to every five minutes. Big relief.",
                    "Linie 2 fährt heute wegen der Baustelle anders.",
                    "Quelqu'un sait pourquoi la ligne 4 est arrêtée ?");

    final Map<String, List<StreamRecord>> seen = new HashMap<>();
    volatile boolean missing;
    volatile RuntimeException failure = null;
    volatile double hotRate = 946;
    volatile String mode = "PROVISIONED";
    volatile int rounds;
    volatile int described;
    private int number;

    @Override
    public List<String> names() {
        return List.of("other-stream", "social-posts");
    }

    @Override
    public String preferred() {
        return "social-posts";
    }

    @Override
    public StreamSource watch(String name) {
        return this;
    }

    @Override
    public Optional<StreamOverview> describe() {
        described++;
        return missing
                ? Optional.empty()
                : Optional.of(
                        new StreamOverview(
                                "social-posts",
                                "arn:aws:kinesis:us-east-1:000000000000:stream/social-posts",
                                mode,
                                "ACTIVE",
                                8,
                                1,
                                24,
                                NOW.minusSeconds(600),
                                NOW));
    }

    @Override
    public StreamMetrics metrics() {
        Instant at = NOW.minusSeconds(65);
        return new StreamMetrics(
                Measured.of(80_160.0, Source.CLOUDWATCH, at),
                Measured.of(33_300_000.0, Source.CLOUDWATCH, at),
                Measured.of(3_100.0, Source.CLOUDWATCH, at),
                Measured.of(412.0, Source.CLOUDWATCH, at),
                Measured.noData(Source.CLOUDWATCH, NOW),
                Measured.of(79_020.0, Source.CLOUDWATCH, at));
    }

    @Override
    public ShardTick sample() {
        rounds++;
        if (failure != null) {
            throw failure;
        }
        var shards = new ArrayList<ShardSample>();
        var records = new ArrayList<StreamRecord>();
        for (int i = 0; i < 8; i++) {
            double rate = i == 3 ? hotRate + rounds % 3 : 50 + 7 * (i % 3) + rounds % 4;
            shards.add(shard(i, ShardSample.State.OPEN, Optional.of(rate)));
            for (int n = 0; n < rate / 20; n++) {
                StreamRecord record = record(i, i == 3 && n % 11 > 0 ? "line-9" : keyOf(i));
                records.add(record);
                seen.computeIfAbsent(id(i), _ -> new ArrayList<>()).add(record);
            }
        }
        shards.add(shard(8, ShardSample.State.CLOSED, Optional.empty()));
        Set<String> sampled = shards.stream().map(ShardSample::shardId).collect(Collectors.toSet());
        return new ShardTick(NOW.minusSeconds(1), shards, sampled, records, List.of());
    }

    private StreamRecord record(int shard, String key) {
        number++;
        String json =
                """
                {"id":"p-%d","created_at":"2026-11-22T14:05:19.402Z","handle":"millstreet.example",\
                "lang":"en","line":4,"text":"%s"}\
                """
                        .formatted(number, POSTS.get(number % POSTS.size()));
        return new StreamRecord(
                id(shard),
                "4966821407391552664820315726491284703551928846125" + (1_000_000 + number),
                key,
                NOW.minusMillis(2000 - number % 1000),
                json.getBytes(StandardCharsets.UTF_8));
    }

    private String keyOf(int shard) {
        for (int i = 0; ; i++) {
            String key = "p-" + number + "-" + i;
            if (shardOf(key) == shard) {
                return key;
            }
        }
    }

    private static int shardOf(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
            return (digest[0] & 0xff) >> 5;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String id(int shard) {
        return "shardId-00000000000" + shard;
    }

    private static ShardSample shard(int i, ShardSample.State state, Optional<Double> rate) {
        BigInteger start = PART.multiply(BigInteger.valueOf(i % 8));
        return new ShardSample(
                id(i),
                state,
                start,
                start.add(PART).subtract(BigInteger.ONE),
                rate,
                rate.map(r -> r * 420),
                rate.map(_ -> Duration.ofMillis(400)),
                rate.map(r -> r / ShardSample.RECORD_LIMIT),
                rate.map(r -> r * 420 / ShardSample.BYTE_LIMIT),
                rate.map(_ -> NOW.minusSeconds(1)));
    }

    @Override
    public List<StreamRecord> lastRecords(String shardId) {
        List<StreamRecord> all = seen.getOrDefault(shardId, List.of());
        return List.copyOf(all.subList(Math.max(0, all.size() - 200), all.size()));
    }

    @Override
    public List<StreamRecord> latest(String shardId, Optional<Instant> since, int most) {
        return List.of();
    }
}
