package dev.kinescope.desktop.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Makes the JVM's ahead-of-time cache of {@code kinescope local-cloud}, which the start script uses
 * from the next start on: another process of low priority rehearses, and the JVM writes the cache
 * when it ends (JEP 514). Nothing depends on it; when it fails, starts stay as they are.
 */
final class AotTraining implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AotTraining.class);
    private static final String PROPERTY = "kinescope.aot";
    private static final String MAIN = "dev.kinescope.desktop.Launcher";
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final Duration KEPT = Duration.ofDays(30);

    private final Process process;
    private final CompletableFuture<Void> kept;

    private AotTraining(Process process, CompletableFuture<Void> kept) {
        this.process = process;
        this.kept = kept;
    }

    /**
     * Starts it if the start script names a cache that is missing, and this process can be copied.
     */
    static Optional<AotTraining> start(Clock clock) {
        String wanted = System.getProperty(PROPERTY);
        ProcessHandle.Info self = ProcessHandle.current().info();
        if (wanted == null || self.command().isEmpty() || self.arguments().isEmpty()) {
            return Optional.empty();
        }
        Path cache = Path.of(wanted);
        try {
            Path directory = cache.toAbsolutePath().resolveSibling("");
            makePrivate(directory);
            removeOld(directory, clock.instant().minus(KEPT));
            Path written =
                    cache.resolveSibling(cache.getFileName() + "." + ProcessHandle.current().pid());
            Process process =
                    new ProcessBuilder(
                                    command(
                                            self.command().get(),
                                            List.of(self.arguments().get()),
                                            written))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            CompletableFuture<Void> kept =
                    process.onExit().thenAccept(ended -> keep(ended.exitValue(), written, cache));
            return Optional.of(new AotTraining(process, kept));
        } catch (IOException e) {
            LOG.info("No cache for quicker starts is made in {}: {}", cache, e.getMessage());
            return Optional.empty();
        }
    }

    /** The command that this process was started with, up to what it was asked to do. */
    private static List<String> command(String java, List<String> arguments, Path written) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "19"));
        }
        command.add(java);
        command.add("-XX:AOTCacheOutput=" + written);
        for (String argument : arguments) {
            if (!argument.startsWith("-D" + PROPERTY + "=")) {
                command.add(argument);
            }
            if (argument.equals(MAIN)) {
                break;
            }
        }
        command.addAll(List.of("local-cloud", "--port", "0", "--rehearse"));
        return command;
    }

    private static void keep(int status, Path written, Path cache) {
        try {
            if (status == 0 && Files.exists(written)) {
                Files.move(written, cache, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(written);
                LOG.debug("The rehearsal for quicker starts ended with status {}.", status);
            }
        } catch (IOException e) {
            LOG.info("The cache for quicker starts was not kept as {}: {}", cache, e.getMessage());
        }
    }

    /** The JVM runs what is in the cache, so nobody else may write there. */
    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Those of JDKs and versions that are gone. */
    private static void removeOld(Path directory, Instant before) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                FileTime changed = Files.getLastModifiedTime(file);
                if (changed.toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Ends a rehearsal that is still under way. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        kept.join();
    }
}
