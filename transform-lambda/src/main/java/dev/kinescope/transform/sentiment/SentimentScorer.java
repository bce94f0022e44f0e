package dev.kinescope.transform.sentiment;

import java.util.List;

/** The scoring service as the transform sees it: one call for a chunk of texts, no retries. */
public interface SentimentScorer {
    /** The most texts a call takes (AWS documentation, BatchDetectSentiment). */
    int MAX_TEXTS = 25;

    /** The most bytes of UTF-8 a text may have (AWS documentation, BatchDetectSentiment). */
    int MAX_TEXT_BYTES = 5_000;

    /**
     * Scores up to {@link #MAX_TEXTS} texts of one language, each neither blank nor longer than
     * {@link #MAX_TEXT_BYTES}.
     *
     * @param language a code that {@link Language} calls supported
     */
    Reply score(List<String> texts, String language);

    /** What became of a call. */
    sealed interface Reply {
        /** The call was answered: one verdict per text, in order. */
        record Verdicts(List<Verdict> verdicts) implements Reply {
            public Verdicts {
                verdicts = List.copyOf(verdicts);
            }
        }

        /** Too many calls; later ones may pass. */
        record Throttled() implements Reply {}

        /** The service or the way to it failed; trying again may help. */
        record Unavailable(String reason) implements Reply {}

        /** Something in the request is not to its liking; a text of it, or its language. */
        record BadRequest(String reason) implements Reply {}

        /** No call of this function will pass, as with a role that lacks the permission. */
        record Refused(String reason) implements Reply {}
    }

    /** What became of a text. */
    sealed interface Verdict {
        record Scored(Sentiment sentiment) implements Verdict {}

        /** The service could not score this one; trying again may help. */
        record NotScored(String errorCode) implements Verdict {}
    }
}
