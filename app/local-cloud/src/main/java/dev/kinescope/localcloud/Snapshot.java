package dev.kinescope.localcloud;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.Disk;
import dev.kinescope.localcloud.store.OwnerFiles;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a data directory into a zip file. While no store writes, each file gets a second name and
 * its length is noted; these are copied afterwards, when writing goes on: files are only ever
 * appended to or replaced, so what is copied is the state of that moment.
 */
final class Snapshot {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

    static final String MANIFEST = "snapshot.json";

    /** What belongs to a snapshot: of the functions their code, not what runs. */
    static final List<String> PLACES =
            List.of(
                    DataDirectory.DOCUMENTS,
                    DataDirectory.RECORDS,
                    DataDirectory.BLOBS,
                    DataDirectory.LOGS,
                    DataDirectory.METRICS,
                    DataDirectory.FUNCTIONS + "/code");

    private static final String STAGING = ".snapshot";

    /**
     * What a snapshot says of itself.
     *
     * @param format how the data in it is written
     * @param created in ISO 8601
     * @param executables files that are programs
     * @param links symbolic links and where they point
     */
    record Manifest(
            int format, String created, List<String> executables, Map<String, String> links) {}

    private final Path directory;
    private final Path staging;
    private final Map<String, Long> lengths = new TreeMap<>();
    private final List<String> executables = new ArrayList<>();
    private final Map<String, String> links = new TreeMap<>();

    private Snapshot(Path directory) {
        this.directory = directory;
        this.staging = directory.resolve(STAGING);
    }

    static void write(Path directory, Disk disk, Path file, Instant now) {
        try {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file + " is there already.");
            }
            var snapshot = new Snapshot(directory);
            try {
                disk.frozen(() -> {
                    snapshot.stage();
                    return snapshot;
                });
                snapshot.zip(file, now);
            } finally {
                OwnerFiles.deleteTree(snapshot.staging);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The snapshot " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Removes what a kill left of a snapshot. */
    static void removeUnfinished(Path directory) throws IOException {
        OwnerFiles.deleteTree(directory.resolve(STAGING));
    }

    private void stage() throws IOException {
        removeUnfinished(directory);
        for (String place : PLACES) {
            // Code and refused objects come and go also while the stores stand still.
            for (Path path : OwnerFiles.below(directory.resolve(place))) {
                stage(path);
            }
        }
    }

    private void stage(Path path) throws IOException {
        String name = directory.relativize(path).toString().replace('\\', '/');
        try {
            stage(path, name);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was no longer needed.", path);
        }
    }

    private void stage(Path path, String name) throws IOException {
        // Code that is being unpacked belongs to no function yet.
        if (name.contains("/code/part-")) {
            return;
        }
        if (Files.isSymbolicLink(path)) {
            links.put(name, Files.readSymbolicLink(path).toString());
            return;
        }
        if (!Files.isRegularFile(path)) {
            return;
        }
        Path second = staging.resolve(name);
        OwnerFiles.directory(second.resolveSibling(""));
        link(second, path);
        if (name.startsWith(DataDirectory.FUNCTIONS) && Files.isExecutable(second)) {
            executables.add(name);
        }
        lengths.put(name, Files.size(second));
    }

    private static void link(Path second, Path path) throws IOException {
        try {
            Files.createLink(second, path);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // Not every file system has links; then writers wait for the copies.
            Files.copy(path, second, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void zip(Path file, Instant now) throws IOException {
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(part);
        try {
            OwnerFiles.create(part);
            try (var zip =
                    new ZipOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(part), 1 << 16))) {
                zip.putNextEntry(new ZipEntry(MANIFEST));
                zip.write(
                        new ObjectMapper()
                                .writeValueAsBytes(
                                        new Manifest(
                                                DataFormat.VERSION,
                                                now.toString(),
                                                executables,
                                                links)));
                for (Map.Entry<String, Long> each : lengths.entrySet()) {
                    zip.putNextEntry(new ZipEntry(each.getKey()));
                    copy(staging.resolve(each.getKey()), each.getValue(), zip);
                }
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void copy(Path file, long length, OutputStream out) throws IOException {
        var buffer = new byte[1 << 16];
        long left = length;
        try (InputStream in = Files.newInputStream(file)) {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new IOException(file + " became shorter while it was copied.");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }
}
