package dev.kinescope.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.Properties;

class DisplayTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, '', '', '', NONE",
        "Linux, :0, '', '', WINDOW",
        "Linux, '', wayland-0, '', WINDOW",
        "Linux, :0, '', Headless, NONE",
        "Mac OS X, '', '', '', WINDOW",
        "Windows 11, '', '', '', WINDOW"
    })
    void aWindowNeedsADisplay(
            String system, String x11, String wayland, String platform, Display expected) {
        var properties = new Properties();
        properties.setProperty("os.name", system);
        if (!platform.isEmpty()) {
            properties.setProperty("glass.platform", platform);
        }

        assertThat(Display.of(properties, Map.of("DISPLAY", x11, "WAYLAND_DISPLAY", wayland)))
                .isEqualTo(expected);
    }
}
