package dev.kinescope.localcloud.store;

import java.util.List;
import java.util.Optional;

/** Keeps small named documents by kind: stream definitions, functions, roles, checkpoints. */
public interface DocumentStore {

    /**
     * Writes a document whole or not at all, replacing an earlier one of the same kind and name.
     */
    void put(String kind, String name, byte[] document);

    /**
     * Writes a document like {@link #put}, but not into the room that is kept for what deleting
     * needs: for documents that callers make many of.
     *
     * @throws DiskFullException if there is no room
     */
    default void putIfRoom(String kind, String name, byte[] document) {
        put(kind, name, document);
    }

    /** The document of that kind and name, if there is one. */
    Optional<byte[]> get(String kind, String name);

    /** The names of all documents of that kind, in Unicode order. */
    List<String> names(String kind);

    /** Removes a document; does nothing if there is none. */
    void delete(String kind, String name);
}
