package dev.kinescope.producer;

import java.time.Instant;

/**
 * What one call hands to the next, opaque to the caller.
 *
 * @param due when the rate lets the next post go
 * @param position where the source goes on
 */
record Cursor(Instant due, String position) {

    String encode() {
        return due.toEpochMilli() + "." + position;
    }

    /**
     * Reads back what {@link #encode} wrote.
     *
     * @throws InvalidEventException when it is not a cursor
     */
    static Cursor decode(String encoded) {
        int dot = encoded.indexOf('.');
        if (dot < 0) {
            throw new InvalidEventException("cursor is not one that the producer returned");
        }
        try {
            return new Cursor(
                    Instant.ofEpochMilli(Long.parseLong(encoded.substring(0, dot))),
                    encoded.substring(dot + 1));
        } catch (NumberFormatException e) {
            throw new InvalidEventException("cursor is not one that the producer returned", e);
        }
    }
}
