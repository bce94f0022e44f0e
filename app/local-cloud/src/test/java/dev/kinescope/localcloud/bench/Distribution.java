package dev.kinescope.localcloud.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The built program, started as a person starts it: through its own script. */
record Distribution(Path home, Path cache) {
    private static final String NO_CACHE = "KINESCOPE_AOT";

    /** A local cloud on a free port, whose shards take what they are given. */
    ServerProcess start(String name, String... options) throws IOException {
        return start(name, Map.of(NO_CACHE, "off"), options);
    }

    /** The same with the AOT cache, which a start without one makes in the background. */
    ServerProcess startWithCache(String name, String... options) throws IOException {
        return start(name, Map.of(NO_CACHE, "on"), options);
    }

    private ServerProcess start(String name, Map<String, String> environment, String... options)
            throws IOException {
        boolean windows = File.separatorChar == '\\';
        var command = new ArrayList<String>();
        command.add(
                home.resolve("bin").resolve(windows ? "kinescope.bat" : "kinescope").toString());
        command.addAll(List.of("local-cloud", "--port", "0", "--shard-rates", "unlimited"));
        command.addAll(List.of(options));
        var all = new HashMap<>(environment);
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.put("XDG_CACHE_HOME", cache.toString());
        return ServerProcess.start(name, command, all);
    }

    /** The server of canned answers, on the same JVM with the same options as the other. */
    ServerProcess startCanned(List<String> jvmOptions) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(CannedServer.class.getName());
        return ServerProcess.start("canned", command, Map.of());
    }

    /** The zip of a function that the build made. */
    Path function(String module) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("functions"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(module))
                    .findFirst()
                    .orElseThrow(() -> new IOException("No " + module + " in " + home));
        }
    }

    /** The lines of the posts that are shipped. */
    List<String> posts() throws IOException {
        return Files.readAllLines(home.resolve("resources/posts/city-life.jsonl"));
    }

    /** Whether a cache has been made, whatever its name. */
    boolean cached() throws IOException {
        if (!Files.exists(cache)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(cache)) {
            return files.anyMatch(
                    file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".aot"));
        }
    }
}
