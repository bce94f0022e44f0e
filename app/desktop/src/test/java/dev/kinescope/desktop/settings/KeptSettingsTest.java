package dev.kinescope.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.Notifications;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

class KeptSettingsTest {
    @TempDir private Path folder;

    @Test
    void theWindowsSizeIsOnDiskWhenClosingReturns() {
        var clock = Clock.fixed(Instant.parse("2026-11-22T14:05:20Z"), ZoneOffset.UTC);
        try (var background = new Background(Runnable::run, clock)) {
            new KeptSettings(
                            new SettingsStore(folder),
                            Settings.DEFAULTS,
                            background,
                            new Notifications(clock))
                    .keepWindowAtClosing(1300, 900);

            assertThat(new SettingsStore(folder).load().settings())
                    .isEqualTo(Settings.DEFAULTS.withWindow(new Settings.WindowSize(1300, 900)));
        }
    }
}
