package dev.kinescope.localcloud.store;

/**
 * Asks for a slice of a container's blobs.
 *
 * @param prefix only keys that begin with it
 * @param after only keys behind it in UTF-8 byte order; empty for the beginning
 * @param limit how many at most
 */
public record BlobQuery(String prefix, String after, int limit) {}
