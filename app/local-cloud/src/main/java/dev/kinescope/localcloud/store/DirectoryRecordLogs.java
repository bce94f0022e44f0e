package dev.kinescope.localcloud.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Record logs as directories of segment files. */
public final class DirectoryRecordLogs implements RecordLogs {
    private final Path directory;
    private final long segmentBytes;

    /**
     * Logs below a directory.
     *
     * @param segmentBytes about how large a file becomes before the next is begun
     */
    public DirectoryRecordLogs(Path directory, long segmentBytes) {
        this.directory = directory.toAbsolutePath().normalize();
        this.segmentBytes = segmentBytes;
    }

    @Override
    public RecordLog open(String name) {
        Path place = directory.resolve(name).normalize();
        if (!place.startsWith(directory)) {
            throw new IllegalArgumentException("The log " + name + " is outside its directory.");
        }
        try {
            return new DirectoryRecordLog(OwnerFiles.directory(place), segmentBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The record log " + place + " cannot be opened.", e);
        }
    }
}
