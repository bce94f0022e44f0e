package dev.kinescope.transform.sentiment;

import java.util.List;

/**
 * What became of a call to the text service.
 *
 * @param <T> what is found out about a text
 */
public sealed interface Reply<T> {
    /** The call was answered: one verdict per text, in order. */
    record Verdicts<T>(List<Verdict<T>> verdicts) implements Reply<T> {
        public Verdicts {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** Too many calls; later ones may pass. */
    record Throttled<T>() implements Reply<T> {}

    /** The service or the way to it failed; trying again may help. */
    record Unavailable<T>(String reason) implements Reply<T> {}

    /** Something in the request is not to its liking; a text of it, or its language. */
    record BadRequest<T>(String reason) implements Reply<T> {}

    /** No such call of this function will pass, as with a role that lacks the permission. */
    record Refused<T>(String reason) implements Reply<T> {}

    /** What became of a text. */
    sealed interface Verdict<T> {
        record Found<T>(T value) implements Verdict<T> {}

        /** The service could not do this one; trying again may help. */
        record NotFound<T>(String errorCode) implements Verdict<T> {}
    }
}
