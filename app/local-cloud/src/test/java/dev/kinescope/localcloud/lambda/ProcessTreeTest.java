package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** How all that a function has started is ended. */
@Timeout(60)
class ProcessTreeTest {
    @Test
    void aGroupThatCouldNotBeKilledIsKilledTheNextTime() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is a shell");
        Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 1000").start();
        var tries = new AtomicInteger();
        var tree =
                new ProcessTree(
                        process,
                        true,
                        _ -> {
                            if (tries.incrementAndGet() == 1) {
                                throw new IOException("Cannot allocate memory");
                            }
                            return new ProcessBuilder("/bin/sh", "-c", "true").start();
                        });

        tree.kill();
        process.waitFor();
        tree.kill();
        tree.kill();

        assertThat(tries).hasValue(2);
    }
}
