package dev.kinescope.transform.sentiment;

/** How much is found out about a post. */
public enum Detail {
    SENTIMENT,
    SENTIMENT_AND_ENTITIES
}
