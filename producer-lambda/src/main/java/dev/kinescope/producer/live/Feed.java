package dev.kinescope.producer.live;

/** The wire of a live source: opens connections, one at a time. */
public interface Feed {
    /**
     * Opens a connection; returns at once and does all else on threads of its own.
     *
     * @param to takes what the connection tells, and makes it wait when that is too much
     */
    Connection open(Inbox to);

    /** A connection, to be closed by the one who opened it. */
    interface Connection extends AutoCloseable {
        /** Ends it; what it still tells goes nowhere. */
        @Override
        void close();
    }
}
