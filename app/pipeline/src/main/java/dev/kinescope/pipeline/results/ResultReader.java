package dev.kinescope.pipeline.results;

import dev.kinescope.pipeline.connection.AwsSession;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads delivered objects into posts, counting and naming every line that it cannot read. */
public final class ResultReader {

    /** Hears how far reading is. */
    @FunctionalInterface
    public interface Progress {
        void read(int objects, int of, long posts);

        /** Hears nothing. */
        static Progress none() {
            return (objects, of, posts) -> {};
        }
    }

    private final ResultStore store;

    public ResultReader(AwsSession session, String bucket) {
        this.store = new ResultStore(session, bucket);
    }

    /**
     * Reads objects in the given order; packed ones by their extension {@code .gz}. An object that
     * cannot be unpacked counts as one broken line.
     *
     * @throws InterruptedException when cancelled between two objects
     */
    public Results read(List<String> keys, Progress progress) throws InterruptedException {
        var posts = new ArrayList<ScoredPost>();
        var broken = new ArrayList<BrokenLine>();
        var missing = new ArrayList<String>();
        long bytes = 0;
        int done = 0;
        for (String key : keys) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Reading results was cancelled");
            }
            try {
                Optional<byte[]> content = store.content(key);
                if (content.isPresent()) {
                    bytes += content.get().length;
                    PostLines.read(key, content.get(), posts, broken);
                } else {
                    missing.add(key);
                }
            } catch (UncheckedIOException unreadable) {
                broken.add(new BrokenLine(key, 0, "cannot be unpacked"));
            }
            done++;
            progress.read(done, keys.size(), posts.size());
        }
        return new Results(
                List.copyOf(posts),
                List.copyOf(broken),
                done - missing.size(),
                bytes,
                List.copyOf(missing));
    }
}
