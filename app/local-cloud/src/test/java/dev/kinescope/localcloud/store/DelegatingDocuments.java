package dev.kinescope.localcloud.store;

import java.util.List;
import java.util.Optional;

/** Documents kept by another store: who implements it changes what a test is about. */
public interface DelegatingDocuments extends DocumentStore {
    /** The other store. */
    DocumentStore kept();

    @Override
    default void put(String kind, String name, byte[] document) {
        kept().put(kind, name, document);
    }

    @Override
    default Optional<byte[]> get(String kind, String name) {
        return kept().get(kind, name);
    }

    @Override
    default List<String> names(String kind) {
        return kept().names(kind);
    }

    @Override
    default void delete(String kind, String name) {
        kept().delete(kind, name);
    }
}
