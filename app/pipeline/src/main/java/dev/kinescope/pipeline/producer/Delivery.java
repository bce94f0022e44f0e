package dev.kinescope.pipeline.producer;

/** Where the producer takes posts from, as its event says it. */
public enum Delivery {
    /** X's filtered stream. */
    REALTIME("realtime", "x"),
    /** X's recent search. */
    SEARCH("search", "x"),
    /** Bluesky's Jetstream. */
    BLUESKY("realtime", "bluesky"),
    /** A file of posts. */
    REPLAY("replay", "replay");

    private final String word;
    private final String source;

    Delivery(String word, String source) {
        this.word = word;
        this.source = source;
    }

    /** The word in the event's field {@code delivery}. */
    public String word() {
        return word;
    }

    /** The word in the event's field {@code source}. */
    public String source() {
        return source;
    }

    /** Whether it goes on for as long as it is listened to. */
    public boolean isEndless() {
        return word.equals("realtime");
    }
}
