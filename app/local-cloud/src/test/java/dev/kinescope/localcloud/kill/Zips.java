package dev.kinescope.localcloud.kill;

import dev.kinescope.localcloud.NewlineHandler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Deployment packages: of the function that ends records with a newline, of a numbered one, and of
 * one that leaves marks.
 */
final class Zips {
    static final String HANDLER = NewlineHandler.class.getName();
    static final String NUMBER_HANDLER = NumberHandler.class.getName();

    static final String MARK_HANDLER = MarkHandler.class.getName();

    private Zips() {}

    /** A package that differs from those of other numbers, but works as they do. */
    static byte[] different(int number) {
        return zip(HANDLER, number);
    }

    /** A package whose function answers with its number. */
    static byte[] numbered(int number) {
        return zip(NUMBER_HANDLER, number);
    }

    /** A package whose function leaves the mark that its event names. */
    static byte[] marking() {
        return zip(MARK_HANDLER, 0);
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
