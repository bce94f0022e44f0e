package dev.kinescope.localcloud.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks a deployment package within Lambda's bounds and within its own directory. */
final class ZipUnpacker {
    /** 250 MB, AWS documentation, Lambda quotas. */
    private static final long MAX_UNZIPPED = 262_144_000;

    private static final int MAX_ENTRIES = 100_000;

    private ZipUnpacker() {}

    /**
     * Unpacks into an existing empty directory.
     *
     * @throws software.amazon.awssdk.services.lambda.model.InvalidParameterValueException when it
     *     is no zip, is empty, is too large, or has an entry that points outside
     */
    static void unpack(Path zip, Path directory) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            if (file.size() == 0) {
                throw LambdaErrors.invalid("Uploaded file must be a non-empty zip");
            }
            if (file.size() > MAX_ENTRIES) {
                throw LambdaErrors.invalid(
                        "Could not unzip uploaded file: it has %d entries, more than %d"
                                .formatted(file.size(), MAX_ENTRIES));
            }
            long left = MAX_UNZIPPED;
            for (Iterator<? extends ZipEntry> entries = file.entries().asIterator();
                    entries.hasNext(); ) {
                ZipEntry entry = entries.next();
                Path target = target(directory, entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolve("..").normalize());
                    left -= copy(file, entry, target, left);
                }
            }
        } catch (ZipException e) {
            throw LambdaErrors.invalid(
                    "Could not unzip uploaded file. Please check your file, then try to upload"
                            + " again.");
        }
    }

    private static Path target(Path directory, String name) {
        try {
            Path target = directory.resolve(name).normalize();
            boolean driveOrBackslash = name.contains("\\") || name.contains(":");
            if (!driveOrBackslash && target.startsWith(directory) && !target.equals(directory)) {
                return target;
            }
        } catch (InvalidPathException e) {
            throw LambdaErrors.invalid(
                    "Could not unzip uploaded file: the entry name '"
                            + name
                            + "' is no path: "
                            + e.getReason());
        }
        throw LambdaErrors.invalid(
                "Could not unzip uploaded file: the entry '"
                        + name
                        + "' points outside the function's directory");
    }

    private static long copy(ZipFile file, ZipEntry entry, Path target, long left)
            throws IOException {
        long copied = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = file.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copied += read;
                // Counted as it comes out: the sizes that the zip states need not be true.
                if (copied > left) {
                    throw LambdaErrors.invalid(
                            "Unzipped size must be smaller than " + MAX_UNZIPPED + " bytes");
                }
                out.write(buffer, 0, read);
            }
        }
        return copied;
    }
}
