package dev.kinescope.desktop.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;

import org.junit.jupiter.api.Test;

import java.time.Clock;

/** What the JVM's cache is made with is what a local cloud serves. */
class RehearsalTest {
    @Test
    void everyCallIsAnswered() {
        try (LocalCloud cloud = LocalCloud.start(Rehearsal.stage(LocalCloudSettings.inMemory()))) {
            assertThatCode(() -> Rehearsal.play(cloud, Clock.systemUTC()))
                    .doesNotThrowAnyException();
        }
    }
}
