package dev.kinescope.localcloud;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.Disk;
import dev.kinescope.localcloud.store.DiskLimits;
import dev.kinescope.localcloud.store.OwnerFiles;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Puts a {@link Snapshot} in place of what a data directory holds: first it is unpacked beside
 * that, then the places change. A kill before the change leaves the old state; after it has begun,
 * the next start ends it.
 */
final class Restoration {
    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);
    private static final String STAGING = ".restore";
    private static final String COMPLETE = "complete";
    private static final int LARGEST_MANIFEST = 64 * 1024 * 1024;
    private static final long BETWEEN_LOOKS = 16L * 1024 * 1024;

    private final Path directory;
    private final Path staging;
    private final Path file;
    private final DiskLimits limits;
    private long written;
    private long looked;

    private Restoration(Path directory, Path file, DiskLimits limits) {
        this.directory = directory;
        this.staging = directory.resolve(STAGING).toAbsolutePath().normalize();
        this.file = file;
        this.limits = limits;
    }

    /** Restores a directory that is locked. */
    static void run(Path directory, Path file, DiskLimits limits) throws IOException {
        var restoration = new Restoration(directory, file, limits);
        OwnerFiles.deleteTree(restoration.staging);
        try {
            OwnerFiles.directory(restoration.staging);
            restoration.unpack();
            // What the snapshot has nothing of is to be empty: then each place has its successor.
            for (String place : Snapshot.PLACES) {
                OwnerFiles.directory(restoration.staging.resolve(place));
            }
            OwnerFiles.write(restoration.staging.resolve(COMPLETE), new byte[0]);
        } catch (IOException e) {
            OwnerFiles.deleteTree(restoration.staging);
            throw e;
        }
        finish(directory);
    }

    /** Ends a restoration that was complete but for the change, and forgets one that was not. */
    static void finish(Path directory) throws IOException {
        Path staging = directory.resolve(STAGING);
        Path complete = staging.resolve(COMPLETE);
        if (Files.exists(complete)) {
            for (String place : Snapshot.PLACES) {
                Path fresh = staging.resolve(place);
                // What is no longer there has been moved: its place is as it is to be.
                if (Files.exists(fresh)) {
                    OwnerFiles.deleteTree(directory.resolve(place));
                    OwnerFiles.directory(directory.resolve(place).resolveSibling(""));
                    Files.move(fresh, directory.resolve(place));
                }
            }
            // Before the rest, so that no start takes what is left for one that is to be ended.
            Files.delete(complete);
        }
        OwnerFiles.deleteTree(staging);
    }

    private void unpack() throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            ZipEntry first = zip.getNextEntry();
            if (first == null || !first.getName().equals(Snapshot.MANIFEST)) {
                throw new IOException("It is no snapshot of a local cloud.");
            }
            Snapshot.Manifest manifest = manifest(zip);
            DataFormat.require(manifest.format(), "The snapshot");
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                write(place(entry.getName()), zip);
            }
            for (String program : manifest.executables()) {
                Path path = place(program);
                if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString("rwx------"));
                }
            }
            link(manifest.links());
        }
    }

    private void link(Map<String, String> named) throws IOException {
        var links = new LinkedHashMap<Path, String>();
        for (Map.Entry<String, String> link : named.entrySet()) {
            links.put(place(link.getKey()), link.getValue());
        }
        for (Map.Entry<Path, String> link : links.entrySet()) {
            requireInside(link.getKey(), link.getValue());
            requireNoneAbove(link.getKey(), links.keySet());
        }
        // All directories are there before the first link, so that none is made through one.
        for (Path link : links.keySet()) {
            OwnerFiles.directory(link.resolveSibling(""));
        }
        for (Map.Entry<Path, String> link : links.entrySet()) {
            Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
        }
        for (Path link : links.keySet()) {
            requireInside(link);
        }
    }

    private Snapshot.Manifest manifest(InputStream in) throws IOException {
        try {
            Snapshot.Manifest manifest =
                    new ObjectMapper()
                            .readValue(in.readNBytes(LARGEST_MANIFEST), Snapshot.Manifest.class);
            if (manifest == null || manifest.executables() == null || manifest.links() == null) {
                throw new IOException("It is no snapshot of a local cloud.");
            }
            return manifest;
        } catch (JacksonException e) {
            throw new IOException("What it says of itself cannot be read.", e);
        }
    }

    /** Where an entry goes: never outside the places of a snapshot, whatever its name says. */
    private Path place(String name) throws IOException {
        Path path;
        try {
            path = staging.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("Its entry " + name + " is no file name.", e);
        }
        boolean known =
                Snapshot.PLACES.stream()
                        .map(staging::resolve)
                        .anyMatch(place -> path.startsWith(place) && !path.equals(place));
        if (!known) {
            throw new IOException("Its entry " + name + " does not belong into a data directory.");
        }
        return path;
    }

    private void write(Path path, InputStream in) throws IOException {
        OwnerFiles.directory(path.resolveSibling(""));
        OwnerFiles.create(path);
        var buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                checkRoom();
                out.write(buffer, 0, read);
            }
        }
    }

    /** A small file may unpack to a large one. */
    private void checkRoom() throws IOException {
        if (written > limits.mostBytes()) {
            throw new IOException(
                    "It holds more than the limit of " + Disk.text(limits.mostBytes()) + ".");
        }
        if (written - looked > BETWEEN_LOOKS) {
            looked = written;
            long free = Disk.free(directory);
            if (free < limits.leastFree()) {
                throw new IOException(
                        "The disk has " + Disk.text(free) + " left; free space on it.");
            }
        }
    }

    /** A link may lead over others: where it ends shows once all are there. */
    private void requireInside(Path link) throws IOException {
        Path code = staging.resolve(DataDirectory.FUNCTIONS).resolve("code").toRealPath();
        try {
            if (!link.toRealPath().startsWith(code)) {
                throw new IOException(
                        "Its link " + link.getFileName() + " points out of the code.");
            }
        } catch (FileSystemException e) {
            // Its code was being removed when the snapshot was taken.
            LOG.warn("The link {} of the snapshot leads nowhere and is left out.", link, e);
            Files.deleteIfExists(link);
        }
    }

    private void requireInside(Path path, String target) throws IOException {
        Path code = staging.resolve(DataDirectory.FUNCTIONS).resolve("code");
        Path parent = path.resolveSibling("");
        if (!path.startsWith(code) || !parent.resolve(target).normalize().startsWith(code)) {
            throw new IOException("Its link " + path.getFileName() + " points out of the code.");
        }
    }

    /** What is above a link is a directory: where a link leads shows only once it is there. */
    private void requireNoneAbove(Path link, Set<Path> links) throws IOException {
        for (Path above = link.resolveSibling("");
                above.startsWith(staging);
                above = above.resolveSibling("")) {
            if (links.contains(above)) {
                throw new IOException(
                        "Its link " + link.getFileName() + " lies behind another link.");
            }
        }
    }
}
