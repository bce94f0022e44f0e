package dev.kinescope.localcloud.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes deployment packages of the tests' own handler classes. */
public final class FunctionZips {
    private FunctionZips() {}

    /** A zip as Maven makes it: the classes in {@code lib/function.jar}. */
    public static byte[] ofHandlers() {
        return of(Map.of("lib/function.jar", of(classFiles())));
    }

    /** A zip with the classes at its root, and a file that makes it differ from others. */
    static byte[] ofClasses(String difference) {
        Map<String, byte[]> files = classFiles();
        files.put("difference.txt", difference.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return of(files);
    }

    static byte[] of(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
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
