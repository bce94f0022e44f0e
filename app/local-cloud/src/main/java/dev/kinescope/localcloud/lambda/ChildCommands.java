package dev.kinescope.localcloud.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the processes of functions are started, for each kind of runtime. */
final class ChildCommands implements AutoCloseable {
    /**
     * Becomes the command, with a watcher beside it that kills the whole process group when
     * standard input ends: the local cloud, which holds its other end, is gone then. It uses
     * nothing but the shell, as the function may have changed PATH.
     */
    private static final String WATCHED =
            """
            exec 3<&0 </dev/null
            (while read -r _ <&3; do :; done; kill -9 -$$ || kill -9 $$) >/dev/null 2>&1 &
            exec "$@" 3<&-
            """;

    private final Path runtimeDirectory;
    private final Runtimes runtimes;
    private final JavaCommand java;
    private final Path pythonLoop;
    private final ClassArchives archives;

    private ChildCommands(
            Path runtimeDirectory,
            Runtimes runtimes,
            JavaCommand java,
            Path pythonLoop,
            ClassArchives archives) {
        this.archives = archives;
        this.runtimeDirectory = runtimeDirectory;
        this.runtimes = runtimes;
        this.java = java;
        this.pythonLoop = pythonLoop;
    }

    /**
     * A command and what goes with it.
     *
     * @param environment what this kind of runtime has beside what all have
     * @param output how the end of an invocation's output is known
     * @param leadsGroup whether the process leads a process group
     * @param startUp hears how the start went
     */
    record Line(
            List<String> command,
            Map<String, String> environment,
            Child.Output output,
            boolean leadsGroup,
            StartUp startUp) {}

    /** Prepares what all children share. */
    static ChildCommands prepare(LambdaSettings settings, LambdaPorts ports, Runtimes runtimes) {
        Path directory = settings.directory();
        Path shared = directory.resolve("runtime").toAbsolutePath();
        try {
            Files.createDirectories(shared);
            return new ChildCommands(
                    shared,
                    runtimes,
                    JavaCommand.prepare(shared),
                    writePythonLoop(shared),
                    new ClassArchives(
                            directory.resolve("archives").toAbsolutePath(),
                            runtimes,
                            ports.scheduler(),
                            ports.clock(),
                            settings.archiveDelay()));
        } catch (IOException e) {
            throw LambdaErrors.service(
                    "The function runtime could not be written under "
                            + directory
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Where the loops are: a function's LAMBDA_RUNTIME_DIR. */
    Path runtimeDirectory() {
        return runtimeDirectory;
    }

    /**
     * The command for unpacked code, which is to be the working directory.
     *
     * @param temporary the process's own directory for temporary files
     * @throws InvalidEntrypointException when there is nothing to start
     * @throws IOException when the code cannot be read
     */
    Line line(String runtime, Path code, int memoryMegabytes, Path temporary) throws IOException {
        return switch (Runtimes.kind(runtime)) {
            case JAVA -> java(code, memoryMegabytes, temporary);
            case PYTHON -> python(code);
            case PROVIDED -> bootstrap(code);
        };
    }

    private Line java(Path code, int memoryMegabytes, Path temporary) throws IOException {
        JavaCommand.Line line = java.line(code);
        ClassArchives.Help help =
                line.jarsOnly() ? archives.of(line, code) : ClassArchives.Help.NONE;
        boolean group = canLead();
        return new Line(
                leading(line.with(memoryMegabytes, temporary, help.options(), group)),
                Map.of(),
                Child.Output.MARKED,
                group,
                help.startUp());
    }

    private Line python(Path code) throws InvalidEntrypointException {
        Path program =
                runtimes.python()
                        .orElseThrow(() ->
                                new InvalidEntrypointException(
                                        "there is no python3 on this machine's PATH any more"));
        return new Line(
                leading(List.of(program.toString(), pythonLoop.toString())),
                Map.of("PYTHONPATH", code.toString(), "PYTHONDONTWRITEBYTECODE", "1"),
                Child.Output.MARKED,
                // The loop makes a group of its own where nothing else does.
                !Runtimes.isWindows(),
                StartUp.PLAIN);
    }

    private Line bootstrap(Path code) throws InvalidEntrypointException {
        Path bootstrap = code.resolve("bootstrap");
        if (!Files.isRegularFile(bootstrap)) {
            throw new InvalidEntrypointException(
                    "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
        }
        if (!Files.isExecutable(bootstrap)) {
            throw new InvalidEntrypointException(
                    "fork/exec /var/task/bootstrap: permission denied: the zip must keep that it is"
                            + " executable");
        }
        return new Line(
                watched(List.of(bootstrap.toString()), runtimes),
                Map.of(),
                Child.Output.UNMARKED,
                canLead(),
                StartUp.PLAIN);
    }

    /** The command, ended with this process where the system has a shell to watch over it. */
    static List<String> watched(List<String> command, Runtimes runtimes) {
        if (Runtimes.isWindows()) {
            return command;
        }
        var watched = new ArrayList<>(List.of("/bin/sh", "-c", WATCHED, "sh"));
        watched.addAll(command);
        return leading(watched, runtimes);
    }

    private boolean canLead() {
        return !Runtimes.isWindows() && runtimes.setsid().isPresent();
    }

    private List<String> leading(List<String> command) {
        return leading(command, runtimes);
    }

    /** The command as the leader of a process group, where the system has a program for that. */
    private static List<String> leading(List<String> command, Runtimes runtimes) {
        var leading = new ArrayList<String>();
        runtimes.setsid().ifPresent(setsid -> leading.add(setsid.toString()));
        leading.addAll(command);
        return leading;
    }

    /** Ends what is done in the background. */
    @Override
    public void close() {
        archives.close();
    }

    private static Path writePythonLoop(Path directory) throws IOException {
        Path loop = directory.resolve("loop.py");
        Path part = Files.createTempFile(directory, "loop", ".part");
        try (InputStream in = ChildCommands.class.getResourceAsStream("loop.py")) {
            if (in == null) {
                throw new IOException("the resource loop.py is missing");
            }
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(part, loop, StandardCopyOption.REPLACE_EXISTING);
        return loop;
    }
}
