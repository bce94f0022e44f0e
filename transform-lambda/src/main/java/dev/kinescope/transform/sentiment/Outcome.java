package dev.kinescope.transform.sentiment;

/**
 * What became of a question about a text once nothing more is tried.
 *
 * @param <T> what was asked for
 */
public sealed interface Outcome<T> {
    record Found<T>(T value) implements Outcome<T> {}

    /**
     * There is no answer.
     *
     * @param reason an error code, perhaps followed by a colon and what to do; it never quotes the
     *     text
     */
    record Failed<T>(String reason) implements Outcome<T> {}
}
