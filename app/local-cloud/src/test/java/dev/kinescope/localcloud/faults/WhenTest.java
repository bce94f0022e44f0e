package dev.kinescope.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

class WhenTest {
    private static List<Long> struck(When when, String resource, int calls) {
        return LongStream.rangeClosed(1, calls)
                .filter(n -> when.strikes(resource, n))
                .boxed()
                .toList();
    }

    @Test
    void theSameSeedStrikesTheSameAndAnotherStrikesOthers() {
        assertThat(struck(When.random(0.5, 7), "posts", 100))
                .isEqualTo(struck(When.random(0.5, 7), "posts", 100))
                .isNotEqualTo(struck(When.random(0.5, 8), "posts", 100))
                .isNotEqualTo(struck(When.random(0.5, 7), "posts2", 100));
    }

    @Test
    void asManyAreStruckAsTheProbabilitySays() {
        for (double probability : new double[] {0, 0.01, 0.3, 0.9, 1}) {
            assertThat(struck(When.random(probability, 42), "posts", 100_000).size() / 100_000.0)
                    .as("of %s", probability)
                    .isBetween(probability - 0.006, probability + 0.006);
        }
    }

    /** What is promised to whoever notes a seed: it means the same in every version. */
    @Test
    void whatASeedStrikesIsFixed() {
        assertThat(struck(When.random(0.2, 7), "posts/shardId-000000000000/writes", 40))
                .containsExactly(10L, 15L, 17L, 24L, 33L);
    }

    @Test
    void theNthIsStruckAlone() {
        var armed =
                new Armed("f", new Fault.RejectRecords("posts", "InternalFailure", When.nth(3)));

        assertThat(LongStream.rangeClosed(1, 6).filter(_ -> armed.strikes("posts")))
                .containsExactly(3L);
        assertThat(armed.strikes("others")).isFalse();
        assertThat(armed.setting()).isEqualTo(new Setting("f", armed.fault(), 7, 1));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> When.random(1.5, 0))
                .withMessage("probability must be between 0 and 1, not 1.5");
        assertThatIllegalArgumentException().isThrownBy(() -> When.random(Double.NaN, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> When.nth(0))
                .withMessage("from must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> When.ALWAYS.atMost(0))
                .withMessage("most must be at least 1, not 0");
    }
}
