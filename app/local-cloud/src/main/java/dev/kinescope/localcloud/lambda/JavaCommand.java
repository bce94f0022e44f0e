package dev.kinescope.localcloud.lambda;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;

import dev.kinescope.localcloud.lambda.child.RuntimeLoop;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The command line of a Java function's process: this JDK, our loop, the Lambda libraries, the
 * code.
 */
final class JavaCommand {
    /** Below this a JVM with an AWS client does not start. */
    private static final int MIN_HEAP_MB = 96;

    private static final List<String> LOOP_CLASSES =
            List.of(
                    "RuntimeLoop",
                    "RuntimeLoop$Answer",
                    "RuntimeApiClient",
                    "RuntimeApiClient$Reply",
                    "ErrorReport",
                    "EventHandler",
                    "HandlerLoader",
                    "JsonHandlers",
                    "InvocationContext",
                    "InvocationContext$1",
                    "CallersContext",
                    "CallersContext$Application");

    private static final LocalDateTime ALWAYS = LocalDateTime.of(2001, 1, 1, 0, 0);

    private final Path java;
    private final Path loop;
    private final Path core;
    private final Path serialization;

    private JavaCommand(Path java, Path loop, Path core, Path serialization) {
        this.java = java;
        this.loop = loop;
        this.core = core;
        this.serialization = serialization;
    }

    /** Prepares what all Java functions share, in that directory. */
    static JavaCommand prepare(Path directory) throws IOException {
        String executable =
                System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
                        ? "java.exe"
                        : "java";
        return new JavaCommand(
                Path.of(System.getProperty("java.home"), "bin", executable),
                writeLoop(directory),
                jarOf(LambdaRuntime.class),
                jarOf(PojoSerializer.class));
    }

    /**
     * What a Java function's process is made of.
     *
     * @param fixed the options that its classes depend on
     * @param jarsOnly whether the class path has no directories, of which nothing can be archived
     */
    record Line(Path java, List<String> fixed, String classPath, boolean jarsOnly) {

        /** The whole command, for a process that may lead a process group. */
        List<String> with(
                int memoryMegabytes, Path temporary, List<String> further, boolean leadsGroup) {
            var command = new ArrayList<String>();
            command.add(java.toString());
            command.add("-Xmx" + Math.max(MIN_HEAP_MB, memoryMegabytes * 4 / 5) + "m");
            command.addAll(fixed);
            command.addAll(further);
            command.add("-Djava.io.tmpdir=" + temporary);
            command.add("-XX:ErrorFile=" + temporary.resolve("error.log"));
            command.add("-XX:-CreateCoredumpOnCrash");
            command.addAll(List.of("-cp", classPath, RuntimeLoop.class.getName()));
            if (leadsGroup) {
                command.add(RuntimeLoop.LEADS_GROUP);
            }
            return command;
        }
    }

    /**
     * The command for unpacked code; its class path is relative to the code, which is to be the
     * working directory.
     */
    Line line(Path code) throws IOException {
        boolean jarsOnly = !hasMoreThanLibraries(code);
        return new Line(
                java,
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        // What the JVM thinks of an archive is not for the function's log.
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dstdout.encoding=UTF-8",
                        "-Dstderr.encoding=UTF-8"),
                classPath(code),
                jarsOnly);
    }

    /** As the managed runtimes: the package's root, then lib/*.jar by name; our own around them. */
    private String classPath(Path code) throws IOException {
        var parts = new ArrayList<String>();
        parts.add(loop.toString());
        parts.add(core.toString());
        if (hasMoreThanLibraries(code)) {
            parts.add(".");
        }
        Path libraries = code.resolve("lib");
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> jars = Files.list(libraries)) {
                jars.map(jar -> "lib" + File.separator + jar.getFileName())
                        .filter(name -> name.endsWith(".jar"))
                        .sorted()
                        .forEach(parts::add);
            }
        }
        parts.add(serialization.toString());
        return String.join(File.pathSeparator, parts);
    }

    private static boolean hasMoreThanLibraries(Path code) throws IOException {
        try (Stream<Path> entries = Files.list(code)) {
            return entries.anyMatch(entry -> !entry.endsWith("lib"));
        }
    }

    /** A small jar of the loop alone: a child sees nothing else of the local cloud. */
    private static Path writeLoop(Path directory) throws IOException {
        Path jar = directory.resolve("loop.jar");
        byte[] content = loop();
        // Class archives of an earlier process are bound to the file that they were made with.
        if (Files.isRegularFile(jar) && Arrays.equals(Files.readAllBytes(jar), content)) {
            return jar;
        }
        Path part = Files.createTempFile(directory, "loop", ".part");
        Files.write(part, content);
        Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
        return jar;
    }

    private static byte[] loop() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (String name : LOOP_CLASSES) {
                try (InputStream in = RuntimeLoop.class.getResourceAsStream(name + ".class")) {
                    if (in == null) {
                        throw new IOException("the class " + name + " is missing");
                    }
                    var entry =
                            new ZipEntry(
                                    RuntimeLoop.class.getPackageName().replace('.', '/')
                                            + "/"
                                            + name
                                            + ".class");
                    entry.setTimeLocal(ALWAYS);
                    zip.putNextEntry(entry);
                    in.transferTo(zip);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static Path jarOf(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("no file holds the class " + type.getName());
        }
        try {
            return Path.of(source.getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IOException("no file holds the class " + type.getName(), e);
        }
    }
}
