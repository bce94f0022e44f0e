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
import java.util.stream.Stream;

/**
 * A record log in segment files. Entries are handed to the operating system before {@code append}
 * returns, so they outlive the process; what a crash left half written is cut off when the log is
 * opened again.
 */
final class DirectoryRecordLog implements RecordLog {
    private final Path directory;
    private final long segmentBytes;
    private final List<Segment> segments = new CopyOnWriteArrayList<>();
    private @Nullable RandomAccessFile active;
    private volatile long end;

    DirectoryRecordLog(Path directory, long segmentBytes) throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .sorted()
                    .map(Segment::existing)
                    .forEach(segments::add);
        }
        if (!segments.isEmpty()) {
            Segment last = segments.getLast();
            end = last.end();
            active = open(last);
            active.setLength(last.size());
            active.seek(last.size());
        }
    }

    @Override
    public synchronized void append(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        try {
            RandomAccessFile out = roomy(entries.getFirst().arrivalMillis());
            Segment segment = segments.getLast();
            try {
                out.write(Segment.encode(entries));
            } catch (IOException e) {
                // Nothing of it counts; the next entry begins where this one did.
                out.setLength(segment.size());
                out.seek(segment.size());
                throw e;
            }
            segment.written(entries);
            end += entries.size();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Records cannot be written to " + directory + ": " + e.getMessage(), e);
        }
    }

    /** The file to write to: the active one, or the next if that is full. */
    private RandomAccessFile roomy(long firstArrival) throws IOException {
        RandomAccessFile current = active;
        if (current != null && segments.getLast().size() < segmentBytes) {
            return current;
        }
        Segment next = Segment.begin(directory, end, firstArrival);
        RandomAccessFile file = open(next);
        segments.add(next);
        active = file;
        if (current != null) {
            current.close();
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
        // A segment may go once the next begins with an entry that is too old as well.
        while (segments.size() > 1 && segments.get(1).firstArrival() < arrivalMillis) {
            delete(segments.removeFirst().file());
        }
    }

    @Override
    public synchronized void delete() {
        try {
            if (active != null) {
                active.close();
                active = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The record log " + directory + " cannot be closed.", e);
        }
        segments.forEach(segment -> delete(segment.file()));
        segments.clear();
        delete(directory);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted.", e);
        }
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException(
                "The record log " + directory + " cannot be read: " + e.getMessage(), e);
    }
}
