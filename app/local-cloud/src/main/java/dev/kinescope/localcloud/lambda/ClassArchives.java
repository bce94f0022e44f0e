package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.time.Scheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Archives of the classes that a Java function's process loads, linked ahead of time (JEP 483), so
 * that its later cold starts take a third of the work. A first process writes down what it loads;
 * the archive is made of that list in the background, without running any of the function.
 */
final class ClassArchives implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchives.class);

    /** About 40 MB each. */
    private static final int MOST = 8;

    private static final long BUILD_SECONDS = 120;
    private static final String LIST = ".classes";
    private static final String ARCHIVE = ".jsa";

    private final Path directory;
    private final Runtimes runtimes;
    private final Scheduler scheduler;
    private final Clock clock;
    private final Duration delay;

    /** Class paths that a process is writing its list for. */
    private final Set<String> recording = new HashSet<>();

    private final Set<Process> building = new HashSet<>();
    private boolean closed;

    /**
     * Archives in a directory.
     *
     * @param delay how long after a first answer an archive is made
     */
    ClassArchives(
            Path directory, Runtimes runtimes, Scheduler scheduler, Clock clock, Duration delay)
            throws IOException {
        this.directory = Files.createDirectories(directory);
        this.runtimes = runtimes;
        this.scheduler = scheduler;
        this.clock = clock;
        this.delay = delay;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.filter(file -> !isArchive(file)).toList()) {
                Files.delete(each);
            }
        }
    }

    /** What a process is started with: options for the JVM, and who hears how it went. */
    record Help(List<String> options, StartUp startUp) {
        static final Help NONE = new Help(List.of(), StartUp.PLAIN);
    }

    /** The help that there is for a command in that working directory. */
    synchronized Help of(JavaCommand.Line line, Path code) {
        if (closed) {
            return Help.NONE;
        }
        String key = key(line, code);
        Path archive = directory.resolve(key + ARCHIVE);
        if (Files.isRegularFile(archive)) {
            touch(archive);
            return new Help(List.of("-XX:SharedArchiveFile=" + archive), new Discard(archive));
        }
        if (!recording.add(key)) {
            return Help.NONE;
        }
        Path list = directory.resolve(key + LIST);
        return new Help(
                List.of("-XX:DumpLoadedClassList=" + list),
                new Recording(key, line, code, list, archive));
    }

    /** With the jars' sizes and times: the JVM ignores an archive that was made with others. */
    private static String key(JavaCommand.Line line, Path code) {
        var all = new StringBuilder(String.join("\n", line.fixed()));
        all.append(code).append(Runtime.version());
        for (String part : line.classPath().split(Pattern.quote(File.pathSeparator), -1)) {
            Path jar = code.resolve(part);
            all.append('\n').append(part).append(' ').append(jar.toFile().length());
            all.append(' ').append(jar.toFile().lastModified());
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** So that the one unused for longest is removed first. */
    private void touch(Path archive) {
        try {
            Files.setLastModifiedTime(archive, FileTime.from(clock.instant()));
        } catch (IOException e) {
            LOG.debug("The archive {} keeps its time: {}", archive, e.getMessage());
        }
    }

    /** A process that runs with an archive. */
    private record Discard(Path archive) implements StartUp {
        @Override
        public boolean failed() {
            LOG.warn("A function did not start with {}, which is removed", archive);
            try {
                Files.deleteIfExists(archive);
                return true;
            } catch (IOException e) {
                LOG.warn("{} cannot be removed: {}", archive, e.getMessage());
                return false;
            }
        }
    }

    /** A process that writes down what it loads. */
    private final class Recording implements StartUp {
        private final String key;
        private final JavaCommand.Line line;
        private final Path code;
        private final Path list;
        private final Path archive;

        Recording(String key, JavaCommand.Line line, Path code, Path list, Path archive) {
            this.key = key;
            this.line = line;
            this.code = code;
            this.list = list;
            this.archive = archive;
        }

        @Override
        public void served() {
            scheduler.after(delay, this::build);
        }

        /** Only a process that ended by itself has added how its classes refer to each other. */
        @Override
        public void ended() {
            scheduler.after(
                    Duration.ZERO,
                    () -> {
                        if (Files.isRegularFile(archive)) {
                            build();
                        }
                        delete(list);
                        synchronized (ClassArchives.this) {
                            recording.remove(key);
                        }
                    });
        }

        private void build() {
            Path part = directory.resolve(key + ".part");
            try {
                if (Files.isRegularFile(list)
                        && run(command(part), code)
                        && Files.isRegularFile(part)) {
                    Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING);
                    evict();
                }
            } catch (IOException e) {
                LOG.info("No class archive was made for {}: {}", code, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                delete(part);
            }
        }

        private List<String> command(Path part) {
            var command = new ArrayList<String>();
            runtimes.find("nice").ifPresent(nice -> command.add(nice.toString()));
            command.add(line.java().toString());
            command.addAll(line.fixed());
            command.addAll(
                    List.of(
                            "-Xmx512m",
                            "-XX:+AOTClassLinking",
                            "-Xshare:dump",
                            "-XX:SharedClassListFile=" + list,
                            "-XX:SharedArchiveFile=" + part,
                            "-cp",
                            line.classPath()));
            return ChildCommands.watched(command, runtimes);
        }
    }

    private boolean run(List<String> command, Path code) throws IOException, InterruptedException {
        Process process;
        synchronized (this) {
            if (closed) {
                return false;
            }
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(code.toFile())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            Child.inherit(builder.environment());
            process = builder.start();
            building.add(process);
        }
        try {
            return process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            kill(process);
            synchronized (this) {
                building.remove(process);
            }
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void evict() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> archives =
                    files.filter(ClassArchives::isArchive)
                            .sorted(Comparator.comparing(ClassArchives::used).reversed())
                            .toList();
            for (Path old : archives.subList(Math.min(MOST, archives.size()), archives.size())) {
                delete(old);
            }
        }
    }

    private static FileTime used(Path archive) {
        try {
            return Files.getLastModifiedTime(archive);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static boolean isArchive(Path file) {
        return file.toString().endsWith(ARCHIVE);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} was not removed: {}", file, e.getMessage());
        }
    }

    /** Ends what is being made. */
    @Override
    public synchronized void close() {
        closed = true;
        building.forEach(ClassArchives::kill);
    }
}
