package dev.kinescope.localcloud.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Record logs as directories of segment files. */
public final class DirectoryRecordLogs implements RecordLogs {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryRecordLogs.class);

    private final Path directory;
    private final long segmentBytes;
    private final Disk disk;
    private final Set<DirectoryRecordLog> open = ConcurrentHashMap.newKeySet();

    /**
     * Logs below a directory, which may take what the disk has.
     *
     * @param segmentBytes about how large a file becomes before the next is begun
     */
    public DirectoryRecordLogs(Path directory, long segmentBytes) {
        this(directory, segmentBytes, Disk.of(directory, DiskLimits.NONE));
    }

    /**
     * Logs below a directory.
     *
     * @param segmentBytes about how large a file becomes before the next is begun
     * @param disk what grants them room
     */
    public DirectoryRecordLogs(Path directory, long segmentBytes, Disk disk) {
        this.directory = directory.toAbsolutePath().normalize();
        this.segmentBytes = segmentBytes;
        this.disk = disk;
    }

    @Override
    public synchronized RecordLog open(String name) {
        Path place = place(name);
        try {
            var log =
                    new DirectoryRecordLog(
                            OwnerFiles.directory(place), segmentBytes, disk, this::deleted);
            open.add(log);
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The record log " + place + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private Path place(String name) {
        Path place = directory.resolve(name).normalize();
        if (!place.startsWith(directory)) {
            throw new IllegalArgumentException("The log " + name + " is outside its directory.");
        }
        return place;
    }

    /** Removes the directories above a deleted log that hold no other. */
    private synchronized void deleted(DirectoryRecordLog log, Path place) {
        open.remove(log);
        removeEmpty(place);
    }

    private void removeEmpty(Path place) {
        try {
            for (Path path = place;
                    path != null && !path.equals(directory);
                    path = path.getParent()) {
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{} holds other logs.", e.getFile());
        } catch (IOException e) {
            LOG.warn("The empty directory {} was not removed: {}", place, e.getMessage());
        }
    }

    @Override
    public synchronized void keepOnly(Collection<String> names) {
        Set<Path> kept = names.stream().map(this::place).collect(Collectors.toUnmodifiableSet());
        try (Stream<Path> found = Files.walk(directory)) {
            // The deepest first, so that a directory is empty when its turn comes.
            List<Path> unwanted =
                    found.filter(path -> kept.stream().noneMatch(path::startsWith))
                            .sorted(Comparator.reverseOrder())
                            .toList();
            for (Path path : unwanted) {
                remove(path);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is not there yet.", directory);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "Records under {} that no stream has were not removed: {}",
                    directory,
                    e.getMessage());
        }
    }

    private static void remove(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            LOG.info("{} belongs to a stream that is gone, and is removed.", path);
            Files.deleteIfExists(path);
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{} holds records.", path);
        }
    }

    @Override
    public void close() {
        List<DirectoryRecordLog> all;
        synchronized (this) {
            all = List.copyOf(open);
            open.clear();
        }
        // A log that is being deleted holds itself and waits for this: so not the other way round.
        UncheckedIOException failure = null;
        for (DirectoryRecordLog log : all) {
            try {
                log.close();
            } catch (UncheckedIOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
