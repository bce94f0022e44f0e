package dev.kinescope.localcloud.store;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps contents of any size under keys in containers; a container exists as long as it holds one.
 *
 * <p>Keys are any Unicode text and never become paths. Failures of the medium are {@link
 * UncheckedIOException}s that name the file.
 */
public interface BlobStore extends AutoCloseable {

    /** Begins new content that nobody sees until it is committed. */
    Draft draft();

    /** What is stored under the key now. */
    Optional<Blob> find(String container, String key);

    /** Opens what is stored under the key now; it stays readable when it is replaced meanwhile. */
    Optional<OpenBlob> open(String container, String key);

    /** The blobs that the query asks for, in the UTF-8 byte order of their keys. */
    List<Blob> list(String container, BlobQuery query);

    /** The containers whose name begins so. */
    List<String> containers(String prefix);

    /**
     * Replaces a blob's attributes, leaving content and time as they are; false if there is none.
     */
    boolean annotate(String container, String key, Map<String, String> attributes);

    /** Removes a blob; false if there was none. */
    boolean delete(String container, String key);

    /** Releases files; what was committed stays. */
    @Override
    void close();

    /** Content being written. Closing it without a commit discards it. */
    interface Draft extends AutoCloseable {
        /** Takes the content; not thread-safe. */
        OutputStream content();

        /** Puts the content under the key, whole and at once, in place of what was there. */
        Blob commit(String container, String key, Map<String, String> attributes);

        @Override
        void close();
    }

    /** A blob opened for reading. */
    interface OpenBlob extends AutoCloseable {
        /** What was opened. */
        Blob blob();

        /** The bytes from an offset on, at most {@code length} of them; asked for once. */
        InputStream content(long from, long length);

        @Override
        void close();
    }
}
