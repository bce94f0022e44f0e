package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

@Timeout(120)
class KilledCloudTest {
    @TempDir Path directory;

    @Test
    void aFunctionAtWorkEndsWithAKilledLocalCloud() throws Exception {
        Process cloud =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledCloud.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader output = cloud.inputReader()) {
            long pid =
                    output.lines()
                            .filter(line -> line.startsWith("child "))
                            .mapToLong(line -> Long.parseLong(line.substring(6)))
                            .findFirst()
                            .orElseThrow();
            ProcessHandle child = ProcessHandle.of(pid).orElseThrow();

            cloud.destroyForcibly();

            try {
                child.onExit().get(20, TimeUnit.SECONDS);
                assertThat(child.isAlive()).isFalse();
            } finally {
                child.destroyForcibly();
            }
        } finally {
            cloud.destroyForcibly();
        }
    }
}
