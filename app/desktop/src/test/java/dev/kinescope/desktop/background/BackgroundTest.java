package dev.kinescope.desktop.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

class BackgroundTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-22T14:05:20Z"), ZoneOffset.UTC);

    private final Background background = new Background(Runnable::run, CLOCK);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        background.close();
    }

    @Test
    void aResultReachesItsTaker() {
        background.run("Add", _ -> 2 + 2, sum -> heard.add("sum " + sum), _ -> heard.add("failed"));

        await().until(background::isIdle);
        assertThat(heard).containsExactly("sum 4");
        assertThat(background.tasks()).isEmpty();
    }

    @Test
    void whatIsThrownReachesTheFailureHandler() {
        background.run(
                "Break",
                _ -> {
                    throw new IllegalStateException("broken");
                },
                _ -> heard.add("done"),
                failure -> heard.add(failure.getMessage()));

        await().until(background::isIdle);
        assertThat(heard).containsExactly("broken");
    }

    @Test
    void anErrorEndsItsTaskToo() {
        background.run(
                "Break",
                _ -> {
                    throw new NoClassDefFoundError("gone");
                },
                _ -> heard.add("done"),
                failure -> heard.add(failure.getCause().getMessage()));

        await().until(background::isIdle);
        assertThat(heard).containsExactly("gone");
        assertThat(background.tasks()).isEmpty();
    }

    @Test
    void aCancelledTaskIsInterruptedAndReportsNothing() {
        var never = new CountDownLatch(1);
        var started = new CountDownLatch(1);
        RunningTask task =
                background.run(
                        "Wait",
                        _ -> {
                            started.countDown();
                            never.await();
                            return true;
                        },
                        _ -> heard.add("done"),
                        _ -> heard.add("failed"));
        await().until(() -> started.getCount() == 0);

        task.cancel();

        await().until(background::isIdle);
        assertThat(task.stateProperty().get()).isEqualTo(RunningTask.State.CANCELLED);
        assertThat(heard).isEmpty();
    }

    @Test
    void aSlowTickIsNotOvertakenByTheNext() {
        var together = new AtomicInteger();
        var most = new AtomicInteger();
        Polling polling =
                background.poll(
                        Duration.ofMillis(1),
                        () -> {
                            most.accumulateAndGet(together.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            together.decrementAndGet();
                            return 1;
                        },
                        _ -> heard.add("tick"),
                        _ -> heard.add("failed"));

        await().until(() -> heard.size() >= 20);
        polling.stop();
        assertThat(most).hasValue(1);
        assertThat(heard).doesNotContain("failed");
    }

    @Test
    void nothingIsShownAfterPollingHasStopped() {
        var gathering = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var handedOver = new CountDownLatch(1);
        Executor ui =
                work -> {
                    work.run();
                    handedOver.countDown();
                };
        try (var counted = new Background(ui, CLOCK)) {
            Polling polling =
                    counted.poll(
                            Duration.ofHours(1),
                            () -> {
                                gathering.countDown();
                                goOn.await();
                                return 1;
                            },
                            _ -> heard.add("tick"),
                            _ -> heard.add("failed"));
            await().until(() -> gathering.getCount() == 0);

            polling.stop();
            goOn.countDown();

            await().until(() -> handedOver.getCount() == 0);
        }
        assertThat(heard).isEmpty();
    }
}
