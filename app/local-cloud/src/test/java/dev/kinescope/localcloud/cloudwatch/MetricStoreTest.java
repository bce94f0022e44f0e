package dev.kinescope.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kinescope.localcloud.store.DirectoryRecordLogs;
import dev.kinescope.localcloud.store.LogEntry;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.store.RecordLog;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

class MetricStoreTest {
    private static final MetricKey KEY = new MetricKey("Test", "a", Map.of("Of", "it"));

    @TempDir private Path directory;

    private final Instant ten = Instant.parse("2026-11-22T10:00:00Z");
    private final ManualTime time = new ManualTime(ten);

    private RecordLog log() {
        return new DirectoryRecordLogs(directory, 1024 * 1024).open("points");
    }

    private void observe(MetricStore store, double value) {
        store.observe("Test", Map.of("Of", "it"), "a", value, StandardUnit.BYTES);
    }

    private List<Observed> points(MetricStore store) {
        return List.copyOf(
                store.points(KEY, ten, time.instant().plus(Duration.ofHours(3)), 60).values());
    }

    @Test
    void whatWasWrittenAtTheMinuteOutlivesACrashTheRestDoesNot() {
        MetricStore store = MetricStore.in(log(), time, time);
        observe(store, 1);
        observe(store, 5);
        time.advance(Duration.ofMinutes(1));
        observe(store, 7);

        MetricStore next = MetricStore.in(log(), time, time);

        assertThat(points(next)).extracting(Observed::sum).containsExactly(6.0);
        assertThat(points(next).getFirst().percentile(50)).isEqualTo(1.0);
        assertThat(next.unit(KEY)).contains(StandardUnit.BYTES);
    }

    @Test
    void whatWasObservedUntilItIsClosedOutlivesTheStore() {
        MetricStore store = MetricStore.in(log(), time, time);
        for (int i = 0; i < 5; i++) {
            observe(store, i);
            observe(store, 10);
            time.advance(Duration.ofSeconds(40));
        }
        store.close();

        assertThat(points(MetricStore.in(log(), time, time)))
                .extracting(Observed::sum)
                .isEqualTo(points(store).stream().map(Observed::sum).toList())
                .containsExactly(21.0, 12.0, 27.0);
    }

    @Test
    void metricsWaitInMemoryWhileTheDiskIsFull() {
        var full = new AtomicBoolean(true);
        var kept = new MemoryRecordLog();
        MetricStore store = MetricStore.in(failing(full, kept), time, time);
        observe(store, 1);
        time.advance(Duration.ofMinutes(2));
        observe(store, 2);
        full.set(false);
        time.advance(Duration.ofMinutes(1));

        assertThat(points(MetricStore.in(kept, time, time)))
                .extracting(Observed::sum)
                .containsExactly(1.0, 2.0);
    }

    private static RecordLog failing(AtomicBoolean fail, RecordLog log) {
        return (RecordLog)
                Proxy.newProxyInstance(
                        RecordLog.class.getClassLoader(),
                        new Class<?>[] {RecordLog.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("append") && fail.get()) {
                                throw new UncheckedIOException(
                                        new IOException("No space left on device"));
                            }
                            return method.invoke(log, arguments);
                        });
    }

    @Test
    void aBatchThatCannotBeReadIsLeftOut() {
        RecordLog log = log();
        log.append(
                List.of(
                        new LogEntry(
                                time.millis(),
                                new byte[0],
                                "garbage".getBytes(StandardCharsets.UTF_8))));
        MetricStore store = MetricStore.in(log, time, time);
        observe(store, 1);
        store.close();

        assertThat(points(MetricStore.in(log(), time, time)))
                .extracting(Observed::sum)
                .containsExactly(1.0);
    }

    @Test
    void theOldestGoWhenThereIsNoRoomAndAllAfterFifteenDays() {
        MetricStore store = MetricStore.in(new MemoryRecordLog(), time, time, 100);
        for (int i = 0; i < 600; i++) {
            observe(store, 1);
            time.advance(Duration.ofMinutes(1));
        }

        List<Observed> left = points(store);
        assertThat(left.size()).isBetween(50, 101);
        assertThat(store.last(KEY)).contains(time.instant().minus(Duration.ofMinutes(1)));
        time.advance(Duration.ofDays(15).plusMinutes(2));
        assertThat(store.metrics()).isEmpty();
    }

    @Test
    void percentilesAreWithinTwoPerCentOfTheExactOnes() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var observed = new Observed();
        double[] values = new double[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(random.nextGaussian() * 2);
            observed.add(values[i], 1);
        }
        Arrays.sort(values);

        for (double percent : new double[] {0, 1, 50, 90, 99, 99.9, 100}) {
            double exact = values[Math.max(0, (int) Math.ceil(values.length * percent / 100) - 1)];
            assertThat(observed.percentile(percent))
                    .as("p%s with the seed %s", percent, seed)
                    .isCloseTo(exact, within(exact * 0.02));
        }
        assertThat(observed.cost()).isLessThan(150);
    }
}
