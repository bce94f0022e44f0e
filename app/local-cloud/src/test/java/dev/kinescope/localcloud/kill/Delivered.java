package dev.kinescope.localcloud.kill;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What one delivery stream has stored: every acknowledged post once at least. */
final class Delivered {
    /** Without the function nothing stands between two posts. */
    private static final Pattern POST = Pattern.compile("\\d+ [a-z]*");

    private final Posts posts;
    private final String prefix;
    private final Set<String> read = new HashSet<>();
    private final BitSet seen = new BitSet();
    private long count;
    private long strange;

    /**
     * Nothing is read yet.
     *
     * @param prefix what the keys of its objects begin with
     */
    Delivered(Posts posts, String prefix) {
        this.posts = posts;
        this.prefix = prefix;
    }

    /** Reads the objects that are new; answers how many acknowledged posts are still missing. */
    int readOn(CloudProcess.Calls calls) {
        calls
                .s3()
                .listObjectsV2Paginator(r -> r.bucket(KillRun.RESULTS).prefix(prefix))
                .contents()
                .stream()
                .map(object -> object.key())
                .filter(read::add)
                .forEach(key ->
                        POST.matcher(
                                        calls.s3()
                                                .getObjectAsBytes(
                                                        r -> r.bucket(KillRun.RESULTS).key(key))
                                                .asUtf8String())
                                .results()
                                .forEach(found -> post(found.group())));
        return missing();
    }

    private void post(String content) {
        int post = Posts.number(content);
        if (post < 0
                || post >= posts.begun()
                || !content.equals(new String(posts.content(post), StandardCharsets.US_ASCII))) {
            strange++;
            return;
        }
        count++;
        seen.set(post);
    }

    /** How many acknowledged posts are not there yet. */
    int missing() {
        BitSet missing = posts.acknowledged();
        missing.andNot(seen);
        return missing.cardinality();
    }

    /** Nothing is missing and everything is a post. */
    boolean sound() {
        return missing() == 0 && strange == 0;
    }

    /** How many there are, how many came again, and how many are no post. */
    String json() {
        return "{\"posts\":%d,\"missing\":%d,\"duplicates\":%d,\"strange\":%d,\"objects\":%d}"
                .formatted(
                        seen.cardinality(),
                        missing(),
                        count - seen.cardinality(),
                        strange,
                        read.size());
    }
}
