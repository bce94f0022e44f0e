package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.store.MemoryRecordLog;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

class RoutesTest {
    private static final long SEED = 20_251_126;

    @Test
    void eachKeyGoesToTheShardWhoseRangeHoldsIt() {
        var random = new Random(SEED);
        for (int shards : List.of(1, 2, 3, 4, 7, 64, 500)) {
            List<HashRange> ranges = HashRange.split(shards);
            Routes routes = routes(ranges);

            for (int i = 0; i < shards; i++) {
                assertThat(routes.of(HashKey.of(ranges.get(i).start()))).isEqualTo(i);
                assertThat(routes.of(HashKey.of(ranges.get(i).end()))).isEqualTo(i);
            }
            for (int i = 0; i < 1000; i++) {
                var key = new BigInteger(128, random);
                assertThat(ranges.get(routes.of(HashKey.of(key))).contains(key))
                        .as("%s among %d shards, seed %d", key, shards, SEED)
                        .isTrue();
            }
        }
    }

    @Test
    void aHashKeyIsTheNumberItWasMadeFrom() {
        var random = new Random(SEED);
        var edges =
                List.of(
                        BigInteger.ZERO,
                        BigInteger.ONE,
                        BigInteger.TWO.pow(63),
                        BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                        BigInteger.TWO.pow(64),
                        BigInteger.TWO.pow(127),
                        HashRange.KEYS.subtract(BigInteger.ONE));
        for (BigInteger number : edges) {
            assertThat(HashKey.of(number).toNumber()).isEqualTo(number);
        }
        for (int i = 0; i < 1000; i++) {
            var one = new BigInteger(128, random);
            var other = new BigInteger(128, random);
            assertThat(HashKey.of(one).toNumber()).isEqualTo(one);
            assertThat(Integer.signum(HashKey.of(one).compareTo(HashKey.of(other))))
                    .as("%s and %s, seed %d", one, other, SEED)
                    .isEqualTo(one.compareTo(other));
        }
    }

    private static Routes routes(List<HashRange> ranges) {
        var open = new TreeMap<HashKey, Shard>();
        for (HashRange range : ranges) {
            var state = ShardState.open(open.size(), range, Instant.EPOCH);
            open.put(
                    HashKey.of(range.start()),
                    new Shard(
                            state, new MemoryRecordLog(), Clock.systemUTC(), ShardRates.ENFORCED));
        }
        return new Routes(open);
    }
}
