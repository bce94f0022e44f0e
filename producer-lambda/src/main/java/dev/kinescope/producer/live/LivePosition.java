package dev.kinescope.producer.live;

/**
 * How far a live source has come over all calls.
 *
 * @param source its name
 * @param found posts found
 * @param messages how far its messages have come, as {@link Messages#position} tells it; empty at
 *     the start
 */
public record LivePosition(String source, long found, String messages) {
    /** Before the first call. */
    public static LivePosition start(String source) {
        return new LivePosition(source, 0, "");
    }

    String encode() {
        return source + "~" + found + "~" + messages;
    }

    /**
     * Reads back what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it is not a position of the source
     */
    public static LivePosition decode(String source, String encoded) {
        String[] parts = encoded.split("~", 3);
        if (parts.length != 3 || !parts[0].equals(source) || !parts[1].matches("\\d{1,18}")) {
            throw new IllegalArgumentException("is not one of " + source);
        }
        return new LivePosition(source, Long.parseLong(parts[1]), parts[2]);
    }
}
