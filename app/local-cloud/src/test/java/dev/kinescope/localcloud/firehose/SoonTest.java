package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SoonTest {
    private final ManualTime time = new ManualTime(World.START);
    private final List<String> done = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Runnable step = () -> done.add("step");
    private final Soon soon =
            new Soon(() -> step.run(), e -> told.add(e.getMessage()), FirehoseTiming.LOCAL, time);

    @Test
    void manyWhoAskGetOneStep() {
        soon.ask();
        soon.ask();
        assertThat(done).isEmpty();
        time.advance(Duration.ZERO);
        assertThat(done).containsExactly("step");

        soon.ask();
        time.advance(Duration.ZERO);
        assertThat(done).hasSize(2);
    }

    @Test
    void whoAsksDuringTheStepGetsAnother() {
        step =
                () -> {
                    done.add("step");
                    if (done.size() == 1) {
                        soon.ask();
                    }
                };
        soon.ask();
        time.advance(Duration.ZERO);

        assertThat(done).hasSize(2);
    }

    @Test
    void whatFailsIsToldOnceAndTriedAgain() {
        step =
                () -> {
                    done.add("step");
                    if (done.size() < 4) {
                        throw new IllegalStateException("No space left on device");
                    }
                };
        soon.ask();
        time.advance(Duration.ofMinutes(1));

        assertThat(done).hasSize(4);
        assertThat(told).containsExactly("No space left on device");
    }

    @Test
    void evenAnErrorDoesNotEndIt() {
        step =
                () -> {
                    done.add("step");
                    if (done.size() == 1) {
                        throw new StackOverflowError();
                    }
                };
        soon.ask();
        assertThatThrownBy(() -> time.advance(Duration.ZERO))
                .isInstanceOf(StackOverflowError.class);
        time.advance(Duration.ofSeconds(1));

        assertThat(done).hasSize(2);
    }
}
