package dev.kinescope.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs as a person would, with what they print in files of a folder. */
final class Program {
    static final Path HOME = Path.of("target", "kinescope").toAbsolutePath();

    private static final long LONGEST_MINUTES = 10;

    /** How a program ended. */
    record Ended(int exitCode, String out, String err) {}

    private final Path folder;
    private final Map<String, String> environment;

    Program(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** The start script of the distribution, on the JDK that runs this test, with arguments. */
    static List<String> kinescope(String... arguments) {
        var command = new ArrayList<String>();
        command.add(HOME.resolve("bin").resolve("kinescope").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts a program and leaves it running. */
    Process start(List<String> command, Path out, Path err) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Tests leave nothing behind in the caches of whoever runs them.
        builder.environment().put("KINESCOPE_AOT", "off");
        builder.environment().putAll(environment);
        return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    /** Runs a program to its end. */
    Ended run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = start(command, out, err);
        boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("%s ended; it printed %s", command, Files.readString(err)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
