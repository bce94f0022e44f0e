package dev.kinescope.localcloud.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Blobs in a directory of their own: contents in numbered files, keys in one journal.
 *
 * <p>A content file is complete before the journal names it, and the journal's last whole line
 * counts, so a kill at any moment leaves either the old blob or the new one. Files that no line
 * names are removed at the next start. Nothing is forced to the disk: it survives a killed process,
 * not a power cut.
 */
public final class DirectoryBlobStore implements BlobStore {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryBlobStore.class);
    private static final int FOLDERS = 256;

    private final Path contents;
    private final Clock clock;
    private final Disk disk;
    private final BlobIndex<Long> index = new BlobIndex<>();
    private final BlobJournal journal;
    private final AtomicLong nextFile;

    private DirectoryBlobStore(Path directory, Clock clock, Disk disk) throws IOException {
        this.contents = OwnerFiles.directory(directory.resolve("contents"));
        this.clock = clock;
        this.disk = disk;
        this.journal = BlobJournal.open(directory.resolve("keys.jsonl"), index);
        this.nextFile = new AtomicLong(removeOrphans() + 1);
    }

    /**
     * Opens the store, making the directory if need be and closing it to everybody but its owner.
     *
     * @throws UncheckedIOException if the directory cannot be used; the message names it
     */
    public static DirectoryBlobStore open(Path directory, Clock clock) {
        return open(directory, clock, Disk.of(directory, DiskLimits.NONE));
    }

    /**
     * Like {@link #open(Path, Clock)}, for a store that shares its disk.
     *
     * @param disk what grants it room
     */
    public static DirectoryBlobStore open(Path directory, Clock clock, Disk disk) {
        try {
            return new DirectoryBlobStore(OwnerFiles.directory(directory), clock, disk);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot keep blobs in " + directory + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Draft draft() {
        return new FileDraft(nextFile.getAndIncrement());
    }

    @Override
    public Optional<Blob> find(String container, String key) {
        return index.get(container, key).map(BlobIndex.Entry::blob);
    }

    @Override
    public Optional<OpenBlob> open(String container, String key) {
        while (true) {
            var entry = index.get(container, key);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            Path file = file(entry.get().location());
            try {
                return Optional.of(new FileOpenBlob(entry.get().blob(), FileChannel.open(file)));
            } catch (NoSuchFileException e) {
                // Replaced between the look-up and here: look again. The same entry means damage.
                if (index.get(container, key).equals(entry)) {
                    throw new UncheckedIOException("The content of " + key + " is missing", e);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + file, e);
            }
        }
    }

    @Override
    public List<Blob> list(String container, BlobQuery query) {
        return index.list(container, query);
    }

    @Override
    public List<String> containers(String prefix) {
        return index.containers(prefix);
    }

    @Override
    public boolean annotate(String container, String key, Map<String, String> attributes) {
        try {
            synchronized (journal) {
                var entry = index.get(container, key).map(found -> found.annotated(attributes));
                if (entry.isPresent()) {
                    disk.write(() -> journal.stored(container, entry.get()));
                    index.put(container, entry.get());
                    journal.compactIfWorthwhile(index);
                }
                return entry.isPresent();
            }
        } catch (IOException e) {
            throw failed("changed", e);
        }
    }

    @Override
    public boolean delete(String container, String key) {
        Optional<BlobIndex.Entry<Long>> removed;
        try {
            synchronized (journal) {
                if (index.get(container, key).isEmpty()) {
                    return false;
                }
                disk.writeToDelete(() -> journal.deleted(container, key));
                removed = index.remove(container, key);
                journal.compactIfWorthwhile(index);
            }
            if (removed.isPresent()) {
                deleteContent(removed.get());
            }
        } catch (IOException e) {
            throw failed("deleted", e);
        }
        return true;
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the journal beside " + contents, e);
        }
    }

    private void deleteContent(BlobIndex.Entry<Long> entry) throws IOException {
        Files.deleteIfExists(file(entry.location()));
        disk.released(entry.blob().size());
    }

    private UncheckedIOException failed(String what, IOException e) {
        return new UncheckedIOException(
                "A blob under " + contents + " cannot be " + what + ": " + e.getMessage(), e);
    }

    private Path file(long number) {
        return contents.resolve("%02x".formatted(number % FOLDERS)).resolve(Long.toString(number));
    }

    /** Removes contents that no key names and answers the highest number in use. */
    private long removeOrphans() throws IOException {
        Set<String> named = new HashSet<>();
        index.forEach((_, entry) -> named.add(Long.toString(entry.location())));
        long highest = named.stream().mapToLong(Long::parseLong).max().orElse(0);
        for (int folder = 0; folder < FOLDERS; folder++) {
            Path path = OwnerFiles.directory(contents.resolve("%02x".formatted(folder)));
            try (var files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    if (!named.contains(String.valueOf(file.getFileName()))) {
                        Files.delete(file);
                    }
                }
            }
        }
        return highest;
    }

    private final class FileDraft implements Draft {
        private final long number;
        private final Path file;
        private final OutputStream content;
        private boolean committed;
        private long claimed;

        FileDraft(long number) {
            this.number = number;
            this.file = file(number);
            try {
                this.content =
                        new BufferedOutputStream(
                                new ClaimingOutputStream(
                                        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)),
                                65_536);
            } catch (IOException e) {
                throw failed("written", e);
            }
        }

        @Override
        public OutputStream content() {
            return content;
        }

        @Override
        public Blob commit(String container, String key, Map<String, String> attributes) {
            Optional<BlobIndex.Entry<Long>> replaced;
            Blob blob;
            try {
                content.close();
                Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                blob = new Blob(key, Files.size(file), now, attributes);
                var entry = new BlobIndex.Entry<>(blob, number);
                synchronized (journal) {
                    disk.write(() -> journal.stored(container, entry));
                    replaced = index.put(container, entry);
                    committed = true;
                    journal.compactIfWorthwhile(index);
                }
                if (replaced.isPresent()) {
                    deleteContent(replaced.get());
                }
            } catch (IOException e) {
                throw failed("stored", e);
            }
            return blob;
        }

        @Override
        public void close() {
            if (committed) {
                return;
            }
            try {
                content.close();
            } catch (IOException | DiskFullException e) {
                LOG.debug("On a full disk the last bytes of {} need not be written.", file, e);
            }
            try {
                Files.deleteIfExists(file);
                disk.released(claimed);
            } catch (IOException e) {
                throw failed("discarded", e);
            }
        }

        /** Asks for room before it writes. */
        private final class ClaimingOutputStream extends FilterOutputStream {
            ClaimingOutputStream(OutputStream out) {
                super(out);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                disk.claim(length);
                claimed += length;
                out.write(bytes, offset, length);
            }

            @Override
            public void write(int single) throws IOException {
                write(new byte[] {(byte) single}, 0, 1);
            }
        }
    }

    private record FileOpenBlob(Blob blob, FileChannel channel) implements OpenBlob {
        @Override
        public InputStream content(long from, long length) {
            try {
                channel.position(Math.min(from, blob.size()));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the content of " + blob.key(), e);
            }
            return new LimitedInputStream(Channels.newInputStream(channel), length);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot close the content of " + blob.key(), e);
            }
        }
    }
}
