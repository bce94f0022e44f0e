package dev.kinescope.localcloud.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.kinesis.ShardRates;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Nonsense in all protocols: bad input is refused as such, nothing fails for it, leaks or hangs.
 * {@code -Dfuzz.seed} and {@code -Dfuzz.minutes} choose another run; the seed is printed.
 */
class ProtocolFuzzTest {
    private static final long SEED = seed();
    private static final Duration TIME =
            Long.getLong("fuzz.minutes", 0) > 0
                    ? Duration.ofMinutes(Long.getLong("fuzz.minutes"))
                    : Duration.ofSeconds(15);
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final long MEBI = 1024 * 1024;

    @TempDir Path directory;

    /** The given one; else always the same for a short run, and a new one for each long run. */
    private static long seed() {
        Long given = Long.getLong("fuzz.seed");
        if (given != null) {
            return given;
        }
        return Long.getLong("fuzz.minutes", 0) > 0
                ? new SplittableRandom().nextLong(1_000_000_000)
                : 1;
    }

    /** What the endpoint and the server write when a request fails for no fault of its own. */
    private static final class Failures extends Handler {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.SEVERE.intValue()
                    || (record.getLoggerName() != null
                            && record.getLoggerName().startsWith("io.helidon")
                            && record.getLevel().intValue() >= Level.WARNING.intValue())) {
                seen.add(
                        record.getLoggerName()
                                + ": "
                                + record.getMessage()
                                + (record.getParameters() == null
                                        ? ""
                                        : List.of(record.getParameters()).toString())
                                + (record.getThrown() == null ? "" : " " + trace(record)));
            }
        }

        private static String trace(LogRecord record) {
            var lines = new ArrayList<String>();
            lines.add(record.getThrown().toString());
            for (StackTraceElement element : record.getThrown().getStackTrace()) {
                if (lines.size() < 12) {
                    lines.add("     at " + element);
                }
            }
            return String.join("\n", lines);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void nonsenseIsRefusedAndLeavesNothingBehind() throws InterruptedException, IOException {
        var failures = new Failures();
        Logger root = Logger.getLogger("");
        root.addHandler(failures);
        try {
            fuzz(
                    run -> {
                        run.loadModels();
                        run.run(WARM_UP, Offered::contains);
                    },
                    SEED + 1_000_000);
            Footprint before = Footprint.now(directory);

            FuzzRun.Result run =
                    fuzz(
                            all -> {
                                all.beginSlowSenders();
                                all.run(TIME, Offered::contains);
                                all.sendHugeBodies();
                                all.abandonDownloads();
                                all.awaitSlowSenders();
                            },
                            SEED);

            System.out.printf(
                    "fuzz seed %d: %d requests in %d s, answers %s%n",
                    SEED, run.sent(), TIME.toSeconds(), run.outcomes());
            var softly = new SoftAssertions();
            softly.assertThat(run.findings())
                    .as("answers that should not be, seed %d", SEED)
                    .isEmpty();
            softly.assertThat(failures.seen.stream().distinct().limit(20))
                    .as("failures in the log, seed %d", SEED)
                    .isEmpty();
            softly.assertAll();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        Footprint after = Footprint.now(directory);
                        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 5);
                        assertThat(after.files()).isLessThanOrEqualTo(before.files() + 10);
                        assertThat(after.heap()).isLessThanOrEqualTo(before.heap() + 30 * MEBI);
                    });
            System.out.printf(
                    "fuzz footprint before %s, after %s%n", before, Footprint.now(directory));
        } finally {
            root.removeHandler(failures);
        }
    }

    /** What is done to a local cloud. */
    @FunctionalInterface
    private interface Fuzzing {
        void with(FuzzRun run) throws InterruptedException;
    }

    /** One local cloud from start to end, which lets go of every connection while it is open. */
    private FuzzRun.Result fuzz(Fuzzing work, long seed) throws InterruptedException, IOException {
        try (LocalCloud cloud =
                LocalCloud.start(
                        LocalCloudSettings.inMemory()
                                .withShardRates(ShardRates.UNLIMITED)
                                .withControlDelay(Duration.ZERO))) {
            Footprint before = Footprint.now(directory);
            var run = new FuzzRun(cloud, seed);
            work.with(run);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        Footprint after = Footprint.now(directory);
                        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 5);
                        assertThat(after.files()).isLessThanOrEqualTo(before.files() + 30);
                    });
            return run.result();
        }
    }

    /**
     * What this process holds.
     *
     * @param threads platform and virtual ones
     * @param files open descriptors
     * @param heap bytes in use after a collection
     */
    private record Footprint(long threads, long files, long heap) {
        static Footprint now(Path directory) throws IOException {
            Path dump = directory.resolve("threads.txt");
            Files.deleteIfExists(dump);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(
                            dump.toAbsolutePath().toString(),
                            HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            long threads;
            try (var lines = Files.lines(dump)) {
                threads = lines.filter(line -> line.startsWith("#")).count();
            }
            long files =
                    ManagementFactory.getOperatingSystemMXBean()
                                    instanceof UnixOperatingSystemMXBean unix
                            ? unix.getOpenFileDescriptorCount()
                            : 0;
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            return new Footprint(threads, files, heap);
        }
    }
}
