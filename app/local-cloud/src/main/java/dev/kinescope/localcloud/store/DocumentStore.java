package dev.kinescope.localcloud.store;

import java.util.List;
import java.util.Optional;

/** Keeps small named documents by kind: stream definitions, functions, roles, checkpoints. */
public interface DocumentStore {

    /**
     * Writes a document whole or not at all, replacing an earlier one of the same kind and name.
     */
    void put(String kind, String name, byte[] document);

    /** The document of that kind and name, if there is one. */
    Optional<byte[]> get(String kind, String name);

    /** The names of all documents of that kind, in Unicode order. */
    List<String> names(String kind);

    /** Removes a document; does nothing if there is none. */
    void delete(String kind, String name);
}
