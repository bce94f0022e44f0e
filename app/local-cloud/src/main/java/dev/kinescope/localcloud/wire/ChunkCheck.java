package dev.kinescope.localcloud.wire;

/**
 * Checks the signatures within one body, in the order in which they come: each is made over the one
 * before it (AWS documentation, SigV4 multiple-chunk uploads).
 */
public interface ChunkCheck {

    /** Whether a chunk's signature is right, given the SHA-256 of its data. */
    boolean chunk(String signature, byte[] sha256);

    /** Whether the signature over the trailers is right, given the SHA-256 of their lines. */
    boolean trailer(String signature, byte[] sha256);
}
