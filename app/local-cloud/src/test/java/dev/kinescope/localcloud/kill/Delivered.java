package dev.kinescope.localcloud.kill;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** What Firehose has stored: every acknowledged post once at least. */
final class Delivered {
    private final Posts posts;
    private final Set<String> read = new HashSet<>();
    private final BitSet seen = new BitSet();
    private long lines;
    private long strange;

    Delivered(Posts posts) {
        this.posts = posts;
    }

    /** Reads the objects that are new. */
    void readOn(CloudProcess.Calls calls) {
        calls.s3().listObjectsV2Paginator(r -> r.bucket(KillRun.RESULTS)).contents().stream()
                .map(object -> object.key())
                .filter(read::add)
                .forEach(key ->
                        calls.s3()
                                .getObjectAsBytes(r -> r.bucket(KillRun.RESULTS).key(key))
                                .asUtf8String()
                                .lines()
                                .forEach(line -> line(key, line)));
    }

    private void line(String key, String line) {
        int post = Posts.number(line);
        if (key.startsWith("errors/")
                || post < 0
                || post >= posts.begun()
                || !line.equals(
                        new String(
                                posts.content(post), java.nio.charset.StandardCharsets.US_ASCII))) {
            strange++;
            return;
        }
        lines++;
        seen.set(post);
    }

    /** How many acknowledged posts are not there yet. */
    int missing() {
        BitSet missing = posts.acknowledged();
        missing.andNot(seen);
        return missing.cardinality();
    }

    /** How many posts came again. */
    long duplicates() {
        return lines - seen.cardinality();
    }

    /** How many lines are no post, or were delivered as failed. */
    long strange() {
        return strange;
    }

    int objects() {
        return read.size();
    }
}
