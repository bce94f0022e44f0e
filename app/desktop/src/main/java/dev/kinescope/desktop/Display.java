package dev.kinescope.desktop;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Whether a window can be opened here. */
public enum Display {
    WINDOW,
    NONE;

    /**
     * Asks the JavaFX platform that was chosen, if one was, and else the environment: Linux without
     * {@code DISPLAY} or {@code WAYLAND_DISPLAY} has none, other systems have one.
     */
    public static Display of(Properties properties, Map<String, String> environment) {
        if ("Headless".equals(properties.getProperty("glass.platform"))) {
            return NONE;
        }
        boolean linux =
                properties.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        boolean server = has(environment, "DISPLAY") || has(environment, "WAYLAND_DISPLAY");
        return !linux || server ? WINDOW : NONE;
    }

    private static boolean has(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }
}
