package dev.kinescope.producer.x;

/** Where the app's bearer token comes from. */
public interface BearerToken {
    /** The token as far as it is known. */
    String value();

    /** The token asked for anew, after X did not take the one before. */
    String renewed();

    /** What a person has to look at when X does not take the token; never the token itself. */
    String place();
}
