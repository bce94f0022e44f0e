package dev.kinescope.localcloud.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Blobs that are gone with the process. */
public final class MemoryBlobStore implements BlobStore {
    private final BlobIndex<byte[]> index = new BlobIndex<>();
    private final Clock clock;
    private final MemoryRoom room;

    /** A store without a bound. */
    public MemoryBlobStore(Clock clock) {
        this(clock, MemoryRoom.of(Long.MAX_VALUE));
    }

    /** A store that shares room with others. */
    public MemoryBlobStore(Clock clock, MemoryRoom room) {
        this.clock = clock;
        this.room = room;
    }

    @Override
    public Draft draft() {
        return new MemoryDraft();
    }

    @Override
    public Optional<Blob> find(String container, String key) {
        return index.get(container, key).map(BlobIndex.Entry::blob);
    }

    @Override
    public Optional<OpenBlob> open(String container, String key) {
        return index.get(container, key).map(MemoryOpenBlob::new);
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
    public synchronized boolean annotate(
            String container, String key, Map<String, String> attributes) {
        var entry = index.get(container, key);
        entry.ifPresent(found -> index.put(container, found.annotated(attributes)));
        return entry.isPresent();
    }

    @Override
    public synchronized boolean delete(String container, String key) {
        var removed = index.remove(container, key);
        removed.ifPresent(this::release);
        return removed.isPresent();
    }

    private void release(BlobIndex.Entry<byte[]> entry) {
        room.released(entry.location().length);
    }

    @Override
    public void close() {
        // Nothing is held but memory.
    }

    private final class MemoryDraft implements Draft {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        @Override
        public OutputStream content() {
            return content;
        }

        @Override
        public Blob commit(String container, String key, Map<String, String> attributes) {
            byte[] bytes = content.toByteArray();
            room.claim(bytes.length);
            var blob = new Blob(key, bytes.length, clock.instant(), attributes);
            synchronized (MemoryBlobStore.this) {
                index.put(container, new BlobIndex.Entry<>(blob, bytes))
                        .ifPresent(MemoryBlobStore.this::release);
            }
            return blob;
        }

        @Override
        public void close() {
            content.reset();
        }
    }

    private record MemoryOpenBlob(BlobIndex.Entry<byte[]> entry) implements OpenBlob {
        @Override
        public Blob blob() {
            return entry.blob();
        }

        @Override
        public InputStream content(long from, long length) {
            int start = Math.toIntExact(Math.min(from, entry.location().length));
            int count = Math.toIntExact(Math.min(length, entry.location().length - start));
            return new ByteArrayInputStream(entry.location(), start, count);
        }

        @Override
        public void close() {
            // Nothing is held but memory.
        }
    }
}
