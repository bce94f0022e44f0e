package dev.kinescope.localcloud.store;

import org.jspecify.annotations.Nullable;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A record log in segment files. Entries are handed to the operating system before {@code append}
 * returns, so they outlive the process; what a crash left half written is cut off when the log is
 * opened again.
 */
final class DirectoryRecordLog implements RecordLog {
    private final Path directory;
    private final long segmentBytes;
    private final Disk disk;
    private final BiConsumer<DirectoryRecordLog, Path> deleted;
    private final List<Segment> segments = new CopyOnWriteArrayList<>();
    private @Nullable RandomAccessFile active;
    private boolean torn;
    private boolean closed;
    private volatile long end;

    /**
     * A log in a directory that is there.
     *
     * @param deleted told once it is deleted
     */
    DirectoryRecordLog(
            Path directory,
            long segmentBytes,
            Disk disk,
            BiConsumer<DirectoryRecordLog, Path> deleted)
            throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.disk = disk;
        this.deleted = deleted;
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .sorted()
                    .map(Segment::existing)
                    .forEach(segments::add);
        }
        if (!segments.isEmpty()) {
            Segment last = segments.getLast();
            last.recover();
            end = last.end();
            active = open(last);
            cutOff(active, last);
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Segment::setAside).sorted().toList()) {
                passOver(file);
            }
        }
    }

    /** Goes on behind a damaged file: readers know its indexes, and none may be used twice. */
    private void passOver(Path setAside) throws IOException {
        Segment damaged = Segment.existing(setAside);
        if (damaged.base() >= end) {
            end = damaged.base() + Files.size(setAside) / Entries.SMALLEST + 1;
            next(damaged.firstArrival());
        }
    }

    @Override
    public synchronized void append(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        byte[] bytes = Entries.encode(entries);
        disk.claim(bytes.length);
        try {
            disk.write(() -> write(entries, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Records cannot be written to " + directory + ": " + e.getMessage(), e);
        }
    }

    private synchronized void write(List<LogEntry> entries, byte[] bytes) throws IOException {
        RandomAccessFile out = roomy(entries.getFirst().arrivalMillis());
        Segment segment = segments.getLast();
        if (torn) {
            cutOff(out, segment);
        }
        // Nothing of it counts before all of it is there; the next begins where this one did.
        torn = true;
        out.write(bytes);
        torn = false;
        segment.written(entries);
        end += entries.size();
    }

    /** Removes what stands behind the last entry that counts. */
    private void cutOff(RandomAccessFile out, Segment segment) throws IOException {
        out.setLength(segment.size());
        out.seek(segment.size());
        torn = false;
    }

    /** The file to write to: the active one, or the next if that is full. */
    private RandomAccessFile roomy(long firstArrival) throws IOException {
        if (closed) {
            throw new IOException("It is closed.");
        }
        RandomAccessFile current = active;
        if (current != null && segments.getLast().size() < segmentBytes) {
            return current;
        }
        return next(firstArrival);
    }

    private RandomAccessFile next(long firstArrival) throws IOException {
        RandomAccessFile full = active;
        if (full != null && torn) {
            // From now on nobody looks for a cut off entry in it.
            cutOff(full, segments.getLast());
        }
        Segment next = Segment.begin(directory, end, firstArrival);
        RandomAccessFile file = open(next);
        segments.add(next);
        active = file;
        if (full != null) {
            full.close();
        }
        return file;
    }

    private static RandomAccessFile open(Segment segment) throws IOException {
        return new RandomAccessFile(segment.file().toFile(), "rw");
    }

    @Override
    public List<IndexedEntry> read(long from, int count, long bytes) {
        var entries = new ArrayList<IndexedEntry>();
        var left = new long[] {bytes};
        long limit = end;
        for (Segment segment : from(from)) {
            try {
                boolean more =
                        segment.visitFrom(
                                Math.max(from, segment.base()),
                                new Segment.Wanted(count, bytes),
                                (index, entry) -> {
                                    left[0] -= entry.size();
                                    if (index >= limit
                                            || entries.size() >= count
                                            || (left[0] < 0 && !entries.isEmpty())) {
                                        return false;
                                    }
                                    entries.add(new IndexedEntry(index, entry));
                                    return entries.size() < count && left[0] > 0;
                                });
                if (!more) {
                    break;
                }
            } catch (IOException e) {
                // One that was trimmed while it was looked for has no entries any more.
                if (segments.contains(segment)) {
                    throw unreadable(e);
                }
            }
        }
        return entries;
    }

    /** The segments that hold an index or later ones. */
    private List<Segment> from(long index) {
        List<Segment> all = List.copyOf(segments);
        int first = 0;
        while (first + 1 < all.size() && all.get(first + 1).base() <= index) {
            first++;
        }
        return all.subList(first, all.size());
    }

    @Override
    public long first() {
        List<Segment> all = List.copyOf(segments);
        return all.isEmpty() ? end : all.getFirst().base();
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public long indexAt(long arrivalMillis) {
        List<Segment> all = List.copyOf(segments);
        int at = 0;
        while (at + 1 < all.size() && all.get(at + 1).firstArrival() < arrivalMillis) {
            at++;
        }
        if (all.isEmpty() || all.get(at).firstArrival() >= arrivalMillis) {
            return all.isEmpty() ? end : all.get(at).base();
        }
        try {
            return all.get(at).indexAt(arrivalMillis);
        } catch (FileNotFoundException e) {
            return first();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public synchronized void trim(long arrivalMillis) {
        if (segments.isEmpty() || closed) {
            return;
        }
        try {
            disk.write(() -> {
                // The last goes as well once all of it is too old; a new one remembers the index.
                if (segments.getLast().size() > 0 && lastArrival() < arrivalMillis) {
                    next(arrivalMillis - 1);
                }
                // A segment may go once the next begins with an entry that is too old as well.
                while (segments.size() > 1 && segments.get(1).firstArrival() < arrivalMillis) {
                    delete(segments.removeFirst());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Old records in " + directory + " cannot be removed: " + e.getMessage(), e);
        }
    }

    private long lastArrival() {
        return read(end - 1, 1, 1).getLast().entry().arrivalMillis();
    }

    @Override
    public synchronized void delete() {
        close();
        try {
            disk.write(() -> {
                for (Segment segment : segments) {
                    delete(segment);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The record log " + directory + " cannot be deleted: " + e.getMessage(), e);
        }
        segments.clear();
        deleted.accept(this, directory);
    }

    private void delete(Segment segment) throws IOException {
        long size = Files.exists(segment.file()) ? Files.size(segment.file()) : 0;
        Files.deleteIfExists(segment.file());
        disk.released(size);
    }

    /** Takes no more entries; what there is can still be read. */
    synchronized void close() {
        closed = true;
        RandomAccessFile file = active;
        active = null;
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The record log " + directory + " cannot be closed.", e);
        }
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException(
                "The record log " + directory + " cannot be read: " + e.getMessage(), e);
    }
}
