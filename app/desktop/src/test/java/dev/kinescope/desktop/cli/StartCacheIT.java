package dev.kinescope.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The JVM's cache of {@code kinescope local-cloud}, as the start script makes and uses it. */
@EnabledOnOs(OS.LINUX)
class StartCacheIT {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir Path folder;

    private Program program;

    @BeforeEach
    void useOwnCaches() {
        program =
                new Program(
                        folder, Map.of("KINESCOPE_AOT", "on", "XDG_CACHE_HOME", folder.toString()));
    }

    @Test
    void theSecondStartRunsFromTheCacheThatTheFirstOneMade() throws IOException {
        Process first = start();
        Path cache;
        try {
            await().atMost(PATIENCE).until(() -> cache().isPresent());
            cache = cache().orElseThrow();
        } finally {
            end(first);
        }

        Process second = start();
        try {
            Path mapped = Path.of("/proc", Long.toString(second.pid()), "maps");
            assertThat(Files.readString(mapped)).contains(cache.toString());
        } finally {
            end(second);
        }
    }

    @Test
    void aCacheThatIsNoneIsPassedOver() throws IOException {
        Process first = start();
        Path asked = askedFor(first);
        end(first);
        Files.createDirectories(asked.getParent());
        Files.writeString(asked, "not a cache");

        Process second = start();

        end(second);
    }

    /** Where a start without a cache is told to make one. */
    private static Path askedFor(Process process) {
        String option = "-Dkinescope.aot=";
        return Stream.of(process.info().arguments().orElseThrow())
                .filter(argument -> argument.startsWith(option))
                .map(argument -> Path.of(argument.substring(option.length())))
                .findFirst()
                .orElseThrow();
    }

    private Optional<Path> cache() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".aot")).findFirst();
        }
    }

    /** Starts the local cloud and waits until it says that it is ready. */
    private Process start() throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = program.start(Program.kinescope("local-cloud", "--port", "0"), out, err);
        await().atMost(PATIENCE)
                .until(() -> {
                    assertThat(process.isAlive())
                            .as("it runs; it printed %s", Files.readString(err))
                            .isTrue();
                    return Files.readString(out).startsWith("export AWS_ENDPOINT_URL=");
                });
        return process;
    }

    private static void end(Process process) {
        process.destroy();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }
}
