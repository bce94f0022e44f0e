package dev.kinescope.localcloud.kill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;

/** The short form of {@code mvn -q -Pkill -Dkills=50}. */
@Timeout(300)
class KillRunTest {
    @TempDir private Path directory;

    @Test
    void whatWasAcknowledgedOutlivesKillsAtRandomMoments() throws Exception {
        assertThat(KillRun.run(directory.resolve("run"), 3, new Random().nextLong(), System.out))
                .isTrue();
    }
}
