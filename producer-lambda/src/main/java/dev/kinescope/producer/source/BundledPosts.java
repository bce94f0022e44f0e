package dev.kinescope.producer.source;

import java.io.IOException;
import java.io.InputStream;

/** The posts the function carries in its own jar. */
public final class BundledPosts implements PostFile {
    public static final String NAME = "bundled";

    private static final String RESOURCE = "/posts/city-life.jsonl";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public InputStream openAt(long offset) throws IOException {
        InputStream in = BundledPosts.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IOException("the bundled posts are missing from the function's jar");
        }
        long left = offset;
        while (left > 0) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                break;
            }
            left -= skipped;
        }
        return in;
    }
}
