package dev.kinescope.localcloud;

import dev.kinescope.localcloud.store.Disk;
import dev.kinescope.localcloud.store.DiskLimits;
import dev.kinescope.localcloud.store.OwnerFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * The data directory of a local cloud that is not running: it can be saved, put back and emptied.
 * Each operation has the directory for itself, and throws {@link DirectoryInUseException} if a
 * local cloud uses it.
 */
public final class LocalCloudData {
    /** The documents last: without them nobody would see what a kill left of the rest. */
    private static final List<String> ALL =
            List.of(
                    DataDirectory.RECORDS,
                    DataDirectory.BLOBS,
                    DataDirectory.LOGS,
                    DataDirectory.METRICS,
                    DataDirectory.FUNCTIONS,
                    DataDirectory.DOCUMENTS);

    private final Path directory;
    private final Clock clock;
    private final DiskLimits limits;

    private LocalCloudData(Path directory, Clock clock, DiskLimits limits) {
        this.directory = directory;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * The data in a directory.
     *
     * @param limits how much may be restored
     */
    public static LocalCloudData in(Path directory, Clock clock, DiskLimits limits) {
        return new LocalCloudData(directory, clock, limits);
    }

    /** Whether a local cloud has kept something there. */
    public boolean exists() {
        return DataFormat.marked(directory);
    }

    /** How much of the disk it takes; also while a local cloud uses it. */
    public DataUsage usage() {
        return DataUsage.of(directory, limits);
    }

    /**
     * Writes all of it into a zip file, which only its owner can read: the keys are in it.
     *
     * @throws UncheckedIOException if there is no such data, or the file cannot be written or is
     *     there already
     */
    public void snapshot(Path file) {
        requireData();
        try (DataDirectory data = DataDirectory.open(directory, limits)) {
            data.snapshot(file, clock.instant());
        }
    }

    /**
     * Puts a snapshot in place of what is there.
     *
     * @throws UncheckedIOException if the snapshot cannot be read, was written by a newer Kinescope
     *     or holds what no snapshot holds; then what was there stays
     */
    public void restore(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UncheckedIOException(
                    "There is no snapshot " + file + ".", new IOException("not a file"));
        }
        try (DataDirectory _ = DataDirectory.open(directory, limits)) {
            Restoration.run(directory, file, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The snapshot " + file + " cannot be restored: " + e.getMessage(), e);
        }
    }

    /**
     * Removes all that a local cloud kept, its keys included; other files stay.
     *
     * @throws UncheckedIOException if there is no such data, or it cannot be removed
     */
    public void reset() {
        requireData();
        try (DataDirectory _ = DataDirectory.open(directory, limits)) {
            for (String place : ALL) {
                OwnerFiles.deleteTree(directory.resolve(place));
            }
            Disk.removeSpare(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The data in " + directory + " cannot be removed: " + e.getMessage(), e);
        }
    }

    private void requireData() {
        if (!exists()) {
            throw new UncheckedIOException(
                    directory + " is no data directory of a local cloud.",
                    new IOException("no " + DataFormat.FILE + " file"));
        }
    }
}
