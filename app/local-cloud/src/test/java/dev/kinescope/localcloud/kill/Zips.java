package dev.kinescope.localcloud.kill;

import dev.kinescope.localcloud.NewlineHandler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Deployment packages: of the function that ends records with a newline, and of a numbered one. */
final class Zips {
    static final String HANDLER = NewlineHandler.class.getName();
    static final String NUMBER_HANDLER = NumberHandler.class.getName();

    private Zips() {}

    /** A package that differs from those of other numbers, but works as they do. */
    static byte[] different(int number) {
        return zip(HANDLER, number);
    }

    /** A package whose function answers with its number. */
    static byte[] numbered(int number) {
        return zip(NUMBER_HANDLER, number);
    }

    private static byte[] zip(String handler, int number) {
        String path = handler.replace('.', '/') + ".class";
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                InputStream in = Zips.class.getResourceAsStream("/" + path)) {
            zip.putNextEntry(new ZipEntry(path));
            in.transferTo(zip);
            zip.putNextEntry(new ZipEntry("number.txt"));
            zip.write(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
