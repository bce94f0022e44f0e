package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;

/** Sequence numbers against the definition of their digits, worked out with big integers. */
class SequenceNumberTest {
    private static final long SEED = 20261123;
    private static final long LATEST = (1L << 36) - 1;

    private static String defined(SequenceNumber number) {
        String hex =
                "2%09x%x%016x00%09x%08x2"
                        .formatted(
                                number.shardSeconds(),
                                number.shard() & 15,
                                number.count(),
                                number.seconds(),
                                number.shard());
        return new BigInteger(hex, 16).toString();
    }

    @Test
    void theDigitsAreThoseOfTheDefinition() {
        assertThat(new SequenceNumber(0, 0, 0, 0))
                .hasToString(defined(new SequenceNumber(0, 0, 0, 0)));
        assertThat(new SequenceNumber(LATEST, Long.MAX_VALUE, LATEST, Integer.MAX_VALUE))
                .hasToString(
                        defined(
                                new SequenceNumber(
                                        LATEST, Long.MAX_VALUE, LATEST, Integer.MAX_VALUE)));
    }

    @Test
    void anyNumberIsWrittenAsDefinedAndReadBack() {
        var random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            var number =
                    new SequenceNumber(
                            random.nextLong(LATEST),
                            random.nextLong(1L << random.nextInt(1, 63)),
                            random.nextLong(LATEST),
                            random.nextInt(1 << random.nextInt(1, 31)));
            assertThat(number.toString()).as("seed %d", SEED).isEqualTo(defined(number));
            assertThat(SequenceNumber.parse(number.toString())).isEqualTo(Optional.of(number));
        }
    }

    @Test
    void numbersInARowAreThoseThatStandAlone() {
        var random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            var created = Instant.ofEpochSecond(random.nextLong(LATEST));
            ShardState shard =
                    ShardState.open(random.nextInt(10_000), HashRange.split(1).getFirst(), created);
            var row = new SequenceNumbers(shard);
            long index = random.nextLong(1L << random.nextInt(1, 62));
            long millis = random.nextLong(LATEST) * 1000;
            for (int j = 0; j < 100; j++) {
                index += random.nextInt(10) == 0 ? random.nextInt(5) : 1;
                millis += random.nextInt(20) == 0 ? random.nextInt(3000) : 0;
                assertThat(row.of(index, millis))
                        .as("seed %d", SEED)
                        .isEqualTo(shard.sequenceNumber(index, millis));
            }
        }
    }
}
