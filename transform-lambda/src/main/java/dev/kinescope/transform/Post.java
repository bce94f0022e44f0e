package dev.kinescope.transform;

import java.util.Set;

/**
 * A record of the stream, as far as the transform looks into it: the members that decide what is
 * asked, and its JSON, at whose end the answer will go.
 *
 * @param text empty when it is missing or not a string
 * @param lang empty when it is missing or names nothing
 * @param state whether there is something to find out
 * @param json what is delivered
 */
record Post(String text, String lang, State state, Json json) {
    static final String TEXT = "text";
    static final String LANG = "lang";
    static final String SENTIMENT = "Sentiment";
    static final String SCORE = "SentimentScore";
    static final String SKIPPED = "SentimentSkipped";
    static final String DETECTED = "DetectedLanguage";
    static final String ENTITIES = "Entities";
    static final String ENTITIES_SKIPPED = "EntitiesSkipped";

    /** What the transform adds; a record without a sentiment loses what an earlier try added. */
    static final Set<String> ADDED =
            Set.of(SENTIMENT, SCORE, SKIPPED, DETECTED, ENTITIES, ENTITIES_SKIPPED);

    /** Whether it has its sentiment. */
    enum State {
        SCORED,
        UNSCORED
    }

    /**
     * A JSON object as UTF-8, on one line.
     *
     * @param bytes have the object from {@code start}, its opening brace, to {@code end}, before
     *     its closing brace
     * @param start see bytes
     * @param end see bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Written by its maker, read once, never compared.
    record Json(byte[] bytes, int start, int end) {
        /**
         * The object and, after its own members, those of another one, as a line.
         *
         * @param added a JSON object without space around it
         */
        byte[] with(byte[] added) {
            boolean both = end - start > 1 && added.length > 2;
            int length = end - start;
            var line = new byte[length + added.length + (both ? 1 : 0)];
            System.arraycopy(bytes, start, line, 0, length);
            if (both) {
                line[length++] = ',';
            }
            System.arraycopy(added, 1, line, length, added.length - 1);
            line[line.length - 1] = '\n';
            return line;
        }
    }
}
