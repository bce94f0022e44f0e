package dev.kinescope.pipeline.results;

import dev.kinescope.pipeline.connection.AwsSession;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lists and fetches the objects of the result bucket. */
public final class ResultStore {

    public ResultStore(AwsSession session, String bucket) {}

    /**
     * One page of a folder.
     *
     * @param next from the page before; empty for the first
     */
    public ObjectPage list(String prefix, Optional<String> next) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** All objects under a prefix, whatever the folder, that were written at or after a time. */
    public List<StoredObject> listNew(String prefix, Instant since) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Fetches objects as they are stored into a directory, named as their keys.
     *
     * @return the files written
     */
    public List<Path> download(List<String> keys, Path directory) throws IOException {
        throw new UnsupportedOperationException("not there yet");
    }
}
