package dev.kinescope.localcloud.lambda;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipException;

/**
 * Unpacks a deployment package within Lambda's bounds and within its own directory, with the
 * permission to execute and the symbolic links that it has.
 */
final class ZipUnpacker {
    /** 250 MB, AWS documentation, Lambda quotas. */
    static final long MAX_UNZIPPED = 262_144_000;

    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_LINK = 4096;
    private static final String NO_ZIP =
            "Could not unzip uploaded file. Please check your file, then try to upload again.";

    private ZipUnpacker() {}

    /**
     * Unpacks into an existing empty directory.
     *
     * @throws software.amazon.awssdk.services.lambda.model.InvalidParameterValueException when it
     *     is no zip, is empty, is too large, or has an entry that points outside
     */
    static void unpack(Path zip, Path directory) throws IOException {
        checkCount(zip);
        var tree = new UnpackedTree(directory, MAX_UNZIPPED, MAX_ENTRIES);
        try (ZipFile file = open(zip)) {
            for (ZipArchiveEntry entry : Collections.list(file.getEntriesInPhysicalOrder())) {
                String name = name(entry);
                if (entry.isDirectory()) {
                    tree.directory(name);
                } else if (entry.isUnixSymlink()) {
                    tree.link(name, target(file, entry));
                } else {
                    boolean executable = (entry.getUnixMode() & 0111) != 0;
                    try (InputStream content = content(file, entry)) {
                        tree.file(name, content, executable);
                    }
                }
            }
            tree.finish();
        } catch (UnpackedTree.Refused e) {
            throw LambdaErrors.invalid(
                    e.tooLarge()
                            ? "Unzipped size must be smaller than " + MAX_UNZIPPED + " bytes"
                            : "Could not unzip uploaded file: " + e.getMessage());
        } catch (UnpackedTree.Unreadable e) {
            throw LambdaErrors.invalid(NO_ZIP);
        }
    }

    /** Before the entries are read: a directory of a million of them would fill the memory. */
    private static void checkCount(Path zip) throws IOException {
        try (var file = new java.util.zip.ZipFile(zip.toFile())) {
            if (file.size() == 0) {
                throw LambdaErrors.invalid("Uploaded file must be a non-empty zip");
            }
            if (file.size() > MAX_ENTRIES) {
                throw LambdaErrors.invalid(
                        "Could not unzip uploaded file: it has %d entries, more than %d"
                                .formatted(file.size(), MAX_ENTRIES));
            }
        } catch (ZipException e) {
            throw LambdaErrors.invalid(NO_ZIP);
        }
    }

    /** The name as it is written: the library makes slashes of some backslashes. */
    private static String name(ZipArchiveEntry entry) {
        byte[] raw = entry.getRawName();
        String written = raw == null ? "" : new String(raw, StandardCharsets.UTF_8);
        return written.contains("\\") ? written : entry.getName();
    }

    private static ZipFile open(Path zip) throws IOException {
        try {
            return ZipFile.builder().setPath(zip).get();
        } catch (IOException | IllegalArgumentException e) {
            // The library says of a damaged entry only that it could not read the file.
            throw LambdaErrors.invalid(NO_ZIP);
        }
    }

    private static InputStream content(ZipFile file, ZipArchiveEntry entry)
            throws UnpackedTree.Refused, UnpackedTree.Unreadable {
        if (!file.canReadEntryData(entry)) {
            throw new UnpackedTree.Refused(
                    "the entry '"
                            + entry.getName()
                            + "' is encrypted or compressed in a way that Lambda does not read");
        }
        try {
            return file.getInputStream(entry);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnpackedTree.Unreadable(e);
        }
    }

    private static String target(ZipFile file, ZipArchiveEntry entry)
            throws UnpackedTree.Refused, UnpackedTree.Unreadable {
        try (InputStream in = content(file, entry)) {
            return new String(in.readNBytes(MAX_LINK), StandardCharsets.UTF_8);
        } catch (UnpackedTree.Refused | UnpackedTree.Unreadable e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new UnpackedTree.Unreadable(e);
        }
    }
}
