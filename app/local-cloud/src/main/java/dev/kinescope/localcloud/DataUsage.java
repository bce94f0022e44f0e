package dev.kinescope.localcloud;

import dev.kinescope.localcloud.store.Disk;
import dev.kinescope.localcloud.store.DiskLimits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How much of a disk a data directory takes, in bytes.
 *
 * @param directory which one; empty if everything is in memory, and nothing is taken
 * @param records what streams hold
 * @param objects what buckets hold
 * @param functions code, and what running functions wrote
 * @param logs log groups and metrics
 * @param documents everything else: definitions, roles, checkpoints
 * @param free what is left on the disk
 * @param limits what writes are held to
 */
public record DataUsage(
        Optional<Path> directory,
        long records,
        long objects,
        long functions,
        long logs,
        long documents,
        long free,
        DiskLimits limits) {

    /** All of it together, in bytes. */
    public long total() {
        return records + objects + functions + logs + documents;
    }

    /** For people: {@code 12.3 MB in /home/me/cloud, 79.1 GB free}. */
    public String describe() {
        return directory
                .map(path -> Disk.text(total()) + " in " + path + ", " + Disk.text(free) + " free")
                .orElse("in memory");
    }

    static DataUsage inMemory() {
        return new DataUsage(Optional.empty(), 0, 0, 0, 0, 0, 0, DiskLimits.NONE);
    }

    static DataUsage of(Path directory, DiskLimits limits) {
        try {
            return new DataUsage(
                    Optional.of(directory),
                    Disk.size(directory.resolve(DataDirectory.RECORDS)),
                    Disk.size(directory.resolve(DataDirectory.BLOBS)),
                    Disk.size(directory.resolve(DataDirectory.FUNCTIONS)),
                    Disk.size(directory.resolve(DataDirectory.LOGS))
                            + Disk.size(directory.resolve(DataDirectory.METRICS)),
                    Disk.size(directory.resolve(DataDirectory.DOCUMENTS)),
                    Disk.free(directory),
                    limits);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The size of " + directory + " cannot be told: " + e.getMessage(), e);
        }
    }
}
