package dev.kinescope.producer.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How far a replay has come.
 *
 * @param posts name of the file, so that no other is continued by mistake
 * @param round how often the file was started over
 * @param line lines read in this round
 * @param offset bytes read in this round
 * @param found posts found in all rounds
 */
record ReplayPosition(String posts, long round, long line, long offset, long found) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ReplayPosition start(String posts) {
        return new ReplayPosition(posts, 0, 0, 0, 0);
    }

    ReplayPosition nextRound() {
        return new ReplayPosition(posts, round + 1, 0, 0, found);
    }

    ReplayPosition behindLine(long newOffset) {
        return new ReplayPosition(posts, round, line + 1, newOffset, found);
    }

    ReplayPosition oneMoreFound() {
        return new ReplayPosition(posts, round, line, offset, found + 1);
    }

    String encode() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a position cannot be written", e);
        }
    }

    /**
     * Reads back what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it is not such a position
     */
    static ReplayPosition decode(String encoded) {
        try {
            var json = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            var position = JSON.readValue(json, ReplayPosition.class);
            if (position == null
                    || position.posts == null
                    || Math.min(
                                    Math.min(position.round, position.line),
                                    Math.min(position.offset, position.found))
                            < 0) {
                throw new IllegalArgumentException("not a position of a replay");
            }
            return position;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a position of a replay", e);
        }
    }
}
