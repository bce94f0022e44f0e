package dev.kinescope.desktop.cli;

import java.util.function.LongSupplier;

/**
 * Notices when a server becomes busy and when it is left alone, and has its memory fitted to that:
 * room where much is asked, which costs less collecting, and little where nothing is.
 */
final class Rest {
    /** So many requests between two looks are worth more room. */
    static final long BUSY = 1000;

    private final LongSupplier requests;
    private final Room room;
    private long seen;
    private State state = State.STARTED;

    private enum State {
        STARTED,
        BUSY,
        RESTING
    }

    /** What is taken and given back. */
    interface Room {
        /** Takes more. */
        void take();

        /** Gives back what is not needed. */
        void giveBack();
    }

    /**
     * A server that has just started.
     *
     * @param requests how many it has had so far
     */
    Rest(LongSupplier requests, Room room) {
        this.requests = requests;
        this.room = room;
        this.seen = requests.getAsLong();
    }

    /** To be called now and then: what has changed since the last call counts. */
    void look() {
        long now = requests.getAsLong();
        long since = now - seen;
        seen = now;
        if (since == 0) {
            if (state != State.RESTING) {
                state = State.RESTING;
                room.giveBack();
            }
        } else if (since >= BUSY) {
            if (state != State.BUSY) {
                state = State.BUSY;
                room.take();
            }
        } else if (state == State.RESTING) {
            state = State.STARTED;
        }
    }
}
