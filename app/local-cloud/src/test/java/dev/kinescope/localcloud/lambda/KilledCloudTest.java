package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

@Timeout(120)
class KilledCloudTest {
    @TempDir Path directory;

    @Test
    void functionsAtWorkEndWithAKilledLocalCloudAndSoDoesWhatTheyStarted() throws Exception {
        Process cloud =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledCloud.class.getName(),
                                directory.toString(),
                                kinds())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader output = cloud.inputReader()) {
            List<ProcessHandle> children =
                    output.lines().filter(line -> line.startsWith("children ")).findFirst().stream()
                            .flatMap(line -> Arrays.stream(line.substring(9).split(",")))
                            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                            .toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(kinds().split(" ").length);

            cloud.destroyForcibly();

            try {
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(
                                () -> assertThat(children).noneMatch(ProcessHandle::isAlive));
            } finally {
                children.forEach(ProcessHandle::destroyForcibly);
            }
        } finally {
            cloud.destroyForcibly();
        }
    }

    private String kinds() {
        String kinds = "java";
        if (new Runtimes(LambdaSettings.in(directory).programs()).python().isPresent()) {
            kinds += " python";
        }
        if (Files.isExecutable(Path.of("/usr/bin/curl"))) {
            kinds += " bootstrap sleep";
        }
        return kinds;
    }
}
