package dev.kinescope.pipeline.producer;

import java.util.Locale;

/** Where the producer takes posts from, as its event says it. */
public enum Delivery {
    REALTIME,
    SEARCH,
    REPLAY;

    /** The word in the event. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
