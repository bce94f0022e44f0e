package dev.kinescope.localcloud.lambda;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes deployment packages of the tests' own handler classes. */
public final class FunctionZips {
    private static final LocalDateTime MADE = LocalDateTime.of(2025, 1, 1, 0, 0);

    private FunctionZips() {}

    /** A zip as Maven makes it: the classes in {@code lib/function.jar}. */
    public static byte[] ofHandlers() {
        return of(Map.of("lib/function.jar", of(classFiles())));
    }

    /** A zip with the classes at its root, and a file that makes it differ from others. */
    static byte[] ofClasses(String difference) {
        Map<String, byte[]> files = classFiles();
        files.put("difference.txt", difference.getBytes(StandardCharsets.UTF_8));
        return of(files);
    }

    static byte[] of(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                var entry = new ZipEntry(file.getKey());
                // The same files make the same zip, whenever it is made.
                entry.setTimeLocal(MADE);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** One entry of a zip with its Unix mode, such as 0100755 for a program, 0120777 for a link. */
    public record Entry(String name, int mode, byte[] content) {
        /** An executable script. */
        public static Entry program(String name, String script) {
            return new Entry(name, 0100755, script.getBytes(StandardCharsets.UTF_8));
        }

        /** A plain file. */
        public static Entry file(String name, String text) {
            return new Entry(name, 0100644, text.getBytes(StandardCharsets.UTF_8));
        }

        /** A symbolic link. */
        public static Entry link(String name, String target) {
            return new Entry(name, 0120777, target.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A zip as {@code zip --symlinks} makes it. */
    public static byte[] ofEntries(Entry... entries) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipArchiveOutputStream(bytes)) {
            for (Entry entry : entries) {
                var made = new ZipArchiveEntry(entry.name());
                made.setUnixMode(entry.mode());
                zip.putArchiveEntry(made);
                zip.write(entry.content());
                zip.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> classFiles() {
        var files = new LinkedHashMap<String, byte[]>();
        Arrays.stream(SampleHandlers.class.getNestMembers())
                .forEach(type -> {
                    String path = type.getName().replace('.', '/') + ".class";
                    files.put(path, bytes("/" + path));
                });
        return files;
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = FunctionZips.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
