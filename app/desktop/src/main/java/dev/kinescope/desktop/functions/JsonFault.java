package dev.kinescope.desktop.functions;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Why a text is no event, and where.
 *
 * @param line from 1
 * @param column from 1
 */
record JsonFault(int line, int column, String reason) {
    /** AWS documentation, Lambda quotas: the payload of a synchronous invocation. */
    private static final int MOST_BYTES = 6 * 1024 * 1024;

    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The first fault of the text; empty if it can be sent. */
    static Optional<JsonFault> find(String text) {
        if (text.isBlank()) {
            return Optional.of(new JsonFault(1, 1, "There is no event yet"));
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Optional.of(new JsonFault(1, 1, "An event may have at most 6 MB"));
        }
        try {
            STRICT.readTree(text);
            return Optional.empty();
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            return Optional.of(
                    new JsonFault(
                            where == null ? 1 : where.getLineNr(),
                            where == null ? 1 : where.getColumnNr(),
                            shortened(e.getOriginalMessage())));
        }
    }

    /** For beneath the event. */
    String words() {
        return "Line " + line + ", column " + column + ": " + reason + ".";
    }

    private static String shortened(String message) {
        // Jackson appends where the enclosing object began; the line above says enough.
        int detail = message.indexOf("\n at ");
        String first = (detail < 0 ? message : message.substring(0, detail)).strip();
        int start = first.indexOf(" (start marker at");
        String clear = start < 0 ? first : first.substring(0, start);
        return clear.endsWith(".") ? clear.substring(0, clear.length() - 1) : clear;
    }
}
