package dev.kinescope.desktop;

import dev.kinescope.desktop.shell.Setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where this program's files are, as its start script says.
 *
 * @param resources the folder that a person edits
 * @param functions the folder with the two built function zips
 * @param data where the local cloud and the settings are kept
 * @param demo where a start without a display leaves its pictures
 */
public record Installation(Path resources, Path functions, Path data, Path demo) {

    /**
     * Reads the places from the system properties {@code kinescope.home}, {@code
     * kinescope.resources}, {@code kinescope.data} and {@code kinescope.demo}.
     */
    public static Installation fromSystemProperties() {
        Path home = Path.of(System.getProperty("kinescope.home", "."));
        return new Installation(
                place("kinescope.resources", home.resolve("resources")),
                home.resolve("functions"),
                place("kinescope.data", Path.of(System.getProperty("user.home"), ".kinescope")),
                place("kinescope.demo", Path.of("kinescope-demo")));
    }

    private static Path place(String property, Path otherwise) {
        String value = System.getProperty(property);
        return (value == null ? otherwise : Path.of(value)).toAbsolutePath().normalize();
    }

    /** What the views need of it. */
    public Setup setup(Clock clock) {
        return new Setup(resources, producerZip(), transformZip(), clock);
    }

    /** The producer function's zip. */
    public Path producerZip() {
        return zip("producer-lambda");
    }

    /** The transform function's zip. */
    public Path transformZip() {
        return zip("transform-lambda");
    }

    private Path zip(String module) {
        try (Stream<Path> files = Files.list(functions)) {
            List<Path> found =
                    files.filter(
                                    file -> {
                                        String name = file.getFileName().toString();
                                        return name.startsWith(module) && name.endsWith(".zip");
                                    })
                            .sorted()
                            .toList();
            if (found.isEmpty()) {
                throw new IllegalStateException(
                        "No " + module + "-*.zip in " + functions + ": build it with mvn package.");
            }
            return found.getLast();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the functions in " + functions, e);
        }
    }
}
