package dev.kinescope.localcloud.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;

/**
 * The keys of a {@link DirectoryBlobStore} as a file of JSON lines, one for each change, rewritten
 * when most lines are out of date; its owner guards it by synchronizing on it.
 */
final class BlobJournal {
    private static final Logger LOG = LoggerFactory.getLogger(BlobJournal.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Lowers how many lines are too few to be worth a compaction, so that it is seen more often.
     */
    private static final String SLACK_PROPERTY = "kinescope.journal-lines";

    private static final int SLACK = 10_000;

    /** One line; without a file it says that the key is gone. */
    private record Line(
            String container,
            String key,
            @Nullable Long file,
            long size,
            long modified,
            @Nullable Map<String, String> attributes) {}

    private final Path path;
    private RandomAccessFile file;
    private boolean torn;
    private long size;
    private long lines;

    private BlobJournal(Path path, RandomAccessFile file, long size, long lines) {
        this.path = path;
        this.file = file;
        this.size = size;
        this.lines = lines;
    }

    /** Reads what was journalled into the index, cutting off a half-written last line. */
    static BlobJournal open(Path path, BlobIndex<Long> index) throws IOException {
        long lines = 0;
        long whole = 0;
        if (Files.exists(path)) {
            try (var in = new BufferedInputStream(Files.newInputStream(path), 1 << 20)) {
                var line = new ByteArrayOutputStream();
                for (int b = in.read(); b >= 0; b = in.read()) {
                    if (b == '\n') {
                        lines++;
                        apply(path, lines, line.toByteArray(), index);
                        whole += line.size() + 1L;
                        line.reset();
                    } else {
                        line.write(b);
                    }
                }
            }
        }
        var file = new RandomAccessFile(path.toFile(), "rw");
        if (file.length() > whole) {
            LOG.info(
                    "A line of {} bytes at the end of {} was being written when the local cloud was"
                            + " ended, and is left out; its writer was not told that it is kept.",
                    file.length() - whole,
                    path);
        }
        file.setLength(whole);
        file.seek(whole);
        var journal = new BlobJournal(path, file, whole, lines);
        journal.compactIfWorthwhile(index);
        return journal;
    }

    private static void apply(Path path, long number, byte[] bytes, BlobIndex<Long> index)
            throws IOException {
        try {
            Line line = JSON.readValue(bytes, Line.class);
            if (line.file() == null) {
                index.remove(line.container(), line.key());
            } else {
                index.put(
                        line.container(),
                        new BlobIndex.Entry<>(
                                new Blob(
                                        line.key(),
                                        line.size(),
                                        Instant.ofEpochMilli(line.modified()),
                                        line.attributes() == null ? Map.of() : line.attributes()),
                                line.file()));
            }
        } catch (JacksonException e) {
            throw new IOException(path + " line " + number + " is not a journal line", e);
        }
    }

    void stored(String container, BlobIndex.Entry<Long> entry) throws IOException {
        append(line(container, entry));
    }

    void deleted(String container, String key) throws IOException {
        append(new Line(container, key, null, 0, 0, null));
    }

    void close() throws IOException {
        synchronized (this) {
            file.close();
        }
    }

    /** Writes it anew if most of it is out of date; if that fails, the old one stays in use. */
    void compactIfWorthwhile(BlobIndex<Long> index) {
        if (lines < Integer.getInteger(SLACK_PROPERTY, SLACK) || lines < 2L * index.size()) {
            return;
        }
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 20)) {
                index.forEach((container, entry) -> write(out, line(container, entry)));
            }
            var next = new RandomAccessFile(fresh.toFile(), "rw");
            try {
                Files.move(
                        fresh,
                        path,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                next.close();
                throw e;
            }
            file.close();
            file = next;
            size = next.length();
            next.seek(size);
            torn = false;
            lines = index.size();
        } catch (IOException | UncheckedIOException e) {
            // Tried again after as many further lines, for each try takes a while.
            lines = 0;
            LOG.warn("{} could not be written anew, and goes on growing.", path, e);
        }
    }

    private static void write(OutputStream out, Line line) {
        try {
            out.write(JSON.writeValueAsBytes(line));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String container, BlobIndex.Entry<Long> entry) {
        Blob blob = entry.blob();
        return new Line(
                container,
                blob.key(),
                entry.location(),
                blob.size(),
                blob.modified().toEpochMilli(),
                blob.attributes());
    }

    private void append(Line line) throws IOException {
        var bytes = new ByteArrayOutputStream();
        write(bytes, line);
        if (torn) {
            // A half-written line must not run into the next one.
            file.setLength(size);
            file.seek(size);
        }
        torn = true;
        file.write(bytes.toByteArray());
        torn = false;
        size += bytes.size();
        lines++;
    }
}
