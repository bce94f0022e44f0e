package dev.kinescope.localcloud.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which says on its first lines where it is. */
final class ServerProcess implements AutoCloseable {
    private static final String PREFIX = "export ";
    private static final int LINES = 4;

    private final Process process;
    private final Target target;

    private ServerProcess(Process process, Target target) {
        this.process = process;
        this.target = target;
    }

    /** Starts it and waits until it answers. */
    static ServerProcess start(String name, List<String> command, Map<String, String> environment)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            Map<String, String> said = firstLines(process);
            return new ServerProcess(
                    process,
                    Target.of(
                            name,
                            URI.create(said.get("AWS_ENDPOINT_URL")),
                            said.get("AWS_ACCESS_KEY_ID"),
                            said.get("AWS_SECRET_ACCESS_KEY"),
                            process.toHandle()));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Map<String, String> firstLines(Process process) throws IOException {
        var said = new HashMap<String, String>();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (int i = 0; i < LINES; i++) {
            String line = out.readLine();
            if (line == null || !line.startsWith(PREFIX)) {
                throw new IOException("The server did not start: " + line);
            }
            String[] pair = line.substring(PREFIX.length()).split("=", 2);
            said.put(pair[0], pair[1]);
        }
        return said;
    }

    Target target() {
        return target;
    }

    /** What its JVM was started with beyond the standard, so that another can be started alike. */
    List<String> jvmOptions() {
        return Arrays.stream(process.info().arguments().orElse(new String[0]))
                .filter(argument -> argument.startsWith("-X") && !argument.contains("AOT"))
                .toList();
    }

    /** The memory that the process has now, in MB, where the system tells (Linux). */
    double residentMegabytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
