package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
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
}
