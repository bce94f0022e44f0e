package dev.kinescope.localcloud;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed in the opposite order. */
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    /** Makes a part the first to be closed. */
    void closeFirst(AutoCloseable part) {
        open.remove(part);
        open.push(part);
    }

    /** Closes everything; a part that fails does not keep the others open. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} was not closed cleanly.", part.getClass().getSimpleName(), e);
            }
        }
    }
}
