package dev.kinescope.desktop.cli;

import java.util.function.LongSupplier;

/**
 * Notices when a server becomes busy and when it is left alone, and has its memory fitted to that:
 * room where much is asked, which costs less collecting, and little where little is.
 */
final class Rest {
    /** So many requests between two looks are worth more room. */
    static final long BUSY = 1000;

    /** So many requests may have left something behind that is worth a collection. */
    static final long SOME = 100;

    /** One look without much to do may be the pause between two bursts. */
    static final int CALM_LOOKS = 2;

    private final LongSupplier requests;
    private final Room room;
    private long seen;
    private int calmLooks;
    private boolean roomy;

    /** Requests since room was given back last; what the start took is worth it in any case. */
    private long asked = SOME;

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
        asked += since;
        if (since >= BUSY) {
            calmLooks = 0;
            if (!roomy) {
                roomy = true;
                room.take();
            }
            return;
        }
        calmLooks++;
        if (calmLooks >= CALM_LOOKS && (roomy || asked >= SOME)) {
            roomy = false;
            asked = 0;
            room.giveBack();
        }
    }
}
