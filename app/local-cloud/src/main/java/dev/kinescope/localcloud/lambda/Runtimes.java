package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which of Lambda's runtimes this machine can run, and why not the others. */
final class Runtimes {
    /** How a function's process is made. */
    enum Kind {
        /** A JVM of the JDK that the local cloud runs on, whatever version is named. */
        JAVA,
        /** The machine's own python3, whatever version is named. */
        PYTHON,
        /** The package's own executable {@code bootstrap}. */
        PROVIDED
    }

    private static final List<String> JAVA =
            List.of(
                    "java25",
                    "java21",
                    "java17",
                    "java11",
                    "java17.al2023",
                    "java11.al2023",
                    "java8.al2",
                    "java8.al2023");

    private static final List<String> PROVIDED = List.of("provided.al2023", "provided.al2");

    private static final List<String> PYTHON =
            List.of(
                    "python3.14",
                    "python3.13",
                    "python3.12",
                    "python3.11",
                    "python3.10",
                    "python3.9");

    private final List<Path> programs;

    /**
     * Looks for programs in directories.
     *
     * @param programs those of PATH; the system's own {@code /usr/bin} goes before the others,
     *     because what is put before it may be a wrapper that needs its user's environment
     */
    Runtimes(List<Path> programs) {
        Path system = Path.of("/usr/bin");
        this.programs =
                programs.contains(system)
                        ? Stream.concat(Stream.of(system), programs.stream()).distinct().toList()
                        : List.copyOf(programs);
    }

    /** How a runtime that was accepted is run. */
    static Kind kind(String runtime) {
        if (PROVIDED.contains(runtime)) {
            return Kind.PROVIDED;
        }
        return PYTHON.contains(runtime) ? Kind.PYTHON : Kind.JAVA;
    }

    /**
     * Accepts a runtime that functions can have on this machine.
     *
     * @throws software.amazon.awssdk.services.lambda.model.InvalidParameterValueException with the
     *     reason for any other
     */
    void check(@Nullable String runtime) {
        if (runtime == null) {
            return;
        }
        if (!JAVA.contains(runtime) && !PROVIDED.contains(runtime) && !PYTHON.contains(runtime)) {
            throw refused(
                    runtime,
                    "it is not offered by the local cloud, which runs %s, %s, %s"
                            .formatted(
                                    String.join(", ", JAVA),
                                    String.join(", ", PROVIDED),
                                    String.join(", ", PYTHON)));
        }
        switch (kind(runtime)) {
            case JAVA -> {}
            case PYTHON -> {
                if (python().isEmpty()) {
                    throw refused(
                            runtime,
                            "there is no python3 on this machine's PATH; install one and start the"
                                    + " local cloud again");
                }
            }
            case PROVIDED -> {
                if (isWindows()) {
                    throw refused(
                            runtime,
                            "a bootstrap is a program for Linux, which Windows cannot run");
                }
            }
        }
    }

    /** The program that runs Python functions, if the machine has one. */
    Optional<Path> python() {
        return find(isWindows() ? "python3.exe" : "python3");
    }

    /** The program that starts a process in a group of its own; macOS has none. */
    Optional<Path> setsid() {
        return find("setsid");
    }

    /** A program of that name. */
    Optional<Path> find(String name) {
        return programs.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private static RuntimeException refused(String runtime, String reason) {
        return LambdaErrors.invalid(
                "Value %s at 'runtime' failed to satisfy constraint: %s"
                        .formatted(runtime, reason));
    }
}
