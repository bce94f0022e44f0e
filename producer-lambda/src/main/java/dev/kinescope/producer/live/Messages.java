package dev.kinescope.producer.live;

import dev.kinescope.producer.source.PostSource.Item;

/** What the messages of a live source mean, and how far they have come. */
public interface Messages {
    /**
     * Reads a message.
     *
     * @param number of the message in this call, from 1
     */
    Item read(String text, long number);

    /** How far the messages have come; only the same source reads it. */
    String position();
}
