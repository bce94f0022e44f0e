package dev.kinescope.desktop.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * What this installation is and where it keeps things.
 *
 * @param version Kinescope's own
 * @param resources the folder with the files that a person edits
 * @param data where the local cloud keeps its state; a word such as {@code in memory} if nowhere
 * @param settings the file of the settings
 */
public record About(String version, Path resources, String data, Path settings) {
    private static final String SDK =
            "/META-INF/maven/software.amazon.awssdk/sdk-core/pom.properties";

    /** One line of the view. */
    record Fact(String name, String value) {}

    List<Fact> folders() {
        return List.of(
                new Fact("Pipeline files", resources.toAbsolutePath().normalize().toString()),
                new Fact("Local cloud's data", data),
                new Fact("Settings", settings.toAbsolutePath().normalize().toString()));
    }

    List<Fact> versions() {
        return List.of(
                new Fact("Kinescope", version),
                new Fact("Java", property("java.version") + ", " + property("java.vendor")),
                new Fact("JavaFX", property("javafx.runtime.version")),
                new Fact("AWS SDK", sdkVersion()));
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String sdkVersion() {
        try (InputStream in = About.class.getResourceAsStream(SDK)) {
            if (in == null) {
                return "unknown";
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("A jar of the AWS SDK is broken", e);
        }
    }
}
