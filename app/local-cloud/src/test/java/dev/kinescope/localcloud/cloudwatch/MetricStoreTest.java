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
    private static final StandardUnit COUNT = StandardUnit.COUNT;
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
        return points(store, KEY);
    }

    private List<Observed> points(MetricStore store, MetricKey key) {
        var span =
                new Requests.Span(
                        ten.getEpochSecond(),
                        time.instant().plus(Duration.ofHours(3)).getEpochSecond(),
                        60);
        return List.copyOf(store.points(key, store.units(key), span).values());
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
        assertThat(next.units(KEY)).containsExactly(StandardUnit.BYTES);
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
    void aMetricThatCannotBeWrittenDoesNotCostTheOthersTheirMinute() {
        MetricStore store = MetricStore.in(log(), time, time);
        store.observe("Test", Map.of("Of", "x".repeat(70_000)), "a", 1, COUNT);
        observe(store, 1);
        time.advance(Duration.ofMinutes(1));

        assertThat(points(MetricStore.in(log(), time, time)))
                .extracting(Observed::sum)
                .containsExactly(1.0);
    }

    @Test
    void metricsWhoseDimensionsReadAlikeAreBothWritten() {
        var one = new MetricKey("Test", "a", Map.of("a", "1, b=2"));
        var other = new MetricKey("Test", "a", Map.of("a", "1", "b", "2"));
        MetricStore store = MetricStore.in(log(), time, time);
        for (MetricKey key : List.of(one, other)) {
            store.observe("Test", key.dimensions(), "a", 1, COUNT);
        }
        store.close();

        MetricStore next = MetricStore.in(log(), time, time);

        assertThat(points(next, one)).hasSize(1);
        assertThat(points(next, other)).hasSize(1);
    }

    @Test
    void whereKeysAloneFillTheRoomThoseOfClientsGiveWayTheOldestFirst() {
        MetricStore store = MetricStore.in(new MemoryRecordLog(), time, time, 1000);
        store.observe("AWS/Test", Map.of("Of", "it"), "a", 1, COUNT);
        for (int i = 0; i < 500; i++) {
            store.observe("Test", Map.of("Request", "old" + i), "a", 1, COUNT);
        }
        time.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 50; i++) {
            store.observe("Test", Map.of("Request", "new" + i), "a", 1, COUNT);
        }
        time.advance(Duration.ofMinutes(1));

        assertThat(store.metrics()).hasSizeLessThan(200);
        assertThat(store.metrics()).filteredOn(MetricKey::ofAService).hasSize(1);
        assertThat(store.metrics())
                .filteredOn(key -> key.dimensions().toString().contains("new"))
                .hasSize(50);
    }

    @Test
    void aStoreWithMoreThanItsRoomIsReadBackWithoutHoldingAllOfIt() {
        RecordLog log = new MemoryRecordLog();
        MetricStore large = MetricStore.in(log, time, time);
        for (int minute = 0; minute < 20; minute++) {
            for (int i = 0; i < 200; i++) {
                large.observe("Test", Map.of("Request", minute + "/" + i), "a", 1, COUNT);
            }
            time.advance(Duration.ofMinutes(1));
        }

        MetricStore small = MetricStore.in(log, time, time, 1000);

        assertThat(small.metrics()).hasSizeBetween(50, 200);
        assertThat(small.metrics()).allMatch(key -> key.dimensions().toString().contains("=19/"));
    }

    @Test
    void aSeriesThatIsKnownDoesNotGrowWithoutBound() {
        MetricStore store = MetricStore.in(new MemoryRecordLog(), time, time, 100);
        var series = new Series(KEY, StandardUnit.BYTES);
        int taken = 0;
        while (taken < 1000 && store.hasRoomFor(series)) {
            store.add(series, ten.minusSeconds(taken), 1, Observed.of(1, 1));
            taken++;
        }

        assertThat(taken).isBetween(200, 300);
        time.advance(Duration.ofMinutes(1));
        assertThat(store.hasRoomFor(series)).isTrue();
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
