package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.store.Blob;
import dev.kinescope.localcloud.store.BlobQuery;
import dev.kinescope.localcloud.store.BlobStore;
import dev.kinescope.localcloud.store.DelegatingDocuments;
import dev.kinescope.localcloud.store.DocumentStore;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores that let another client in between what one call reads and what it writes. */
final class MeanwhileStores {
    private MeanwhileStores() {}

    /** Documents; the other client's turn is after one was read. */
    record Documents(DocumentStore kept, Meanwhile other) implements DelegatingDocuments {
        @Override
        public Optional<byte[]> get(String kind, String name) {
            Optional<byte[]> found = kept.get(kind, name);
            other.turn();
            return found;
        }
    }

    /** Blobs; the other client's turn is after one was found. */
    record Blobs(BlobStore store, Meanwhile other) implements BlobStore {
        @Override
        public Draft draft() {
            return store.draft();
        }

        @Override
        public Optional<Blob> find(String container, String key) {
            Optional<Blob> found = store.find(container, key);
            other.turn();
            return found;
        }

        @Override
        public Optional<OpenBlob> open(String container, String key) {
            return store.open(container, key);
        }

        @Override
        public List<Blob> list(String container, BlobQuery query) {
            return store.list(container, query);
        }

        @Override
        public List<String> containers(String prefix) {
            return store.containers(prefix);
        }

        @Override
        public boolean annotate(String container, String key, Map<String, String> attributes) {
            return store.annotate(container, key, attributes);
        }

        @Override
        public boolean delete(String container, String key) {
            return store.delete(container, key);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
