package dev.kinescope.producer.source;

import java.io.IOException;
import java.io.InputStream;

/** A file of posts wherever it lies: on the class path or in a bucket. */
public interface PostFile {
    /** What the event calls it: {@code bundled} or {@code s3://bucket/key}. */
    String name();

    /** Opens it at a byte offset; at or behind the end the stream is empty. */
    InputStream openAt(long offset) throws IOException;
}
