package dev.kinescope.pipeline.results;

import dev.kinescope.pipeline.connection.AwsSession;

import java.util.List;

/** Reads delivered objects into posts, counting and naming every line that it cannot read. */
public final class ResultReader {

    /** Hears how far reading is. */
    @FunctionalInterface
    public interface Progress {
        void read(int objects, int of, long posts);
    }

    public ResultReader(AwsSession session, String bucket) {}

    /** Reads objects in the given order; packed ones by their extension {@code .gz}. */
    public Results read(List<String> keys, Progress progress) throws InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }
}
