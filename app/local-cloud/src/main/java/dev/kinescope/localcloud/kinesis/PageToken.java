package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a listing of a stream's shards or consumers goes on, good for 300 seconds (AWS
 * documentation, ListShards).
 *
 * @param after the last name of the page before
 */
record PageToken(String stream, String after, Instant issued) {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Pattern TEXT = Pattern.compile("([^|]*)\\|([^|]*)\\|(\\d{1,15})");

    String token() {
        String text = stream + "|" + after + "|" + issued.toEpochMilli();
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a token; the beginning of the stream's listing if there is none. */
    static PageToken of(@Nullable String token, String stream, Instant now) {
        if (token == null) {
            return new PageToken(stream, "", now);
        }
        PageToken parsed = parse(token, now);
        if (!parsed.stream().equals(stream)) {
            throw Faults.invalidArgument("Invalid NextToken.");
        }
        return parsed;
    }

    /**
     * Reads a token.
     *
     * @throws software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException after 300
     *     seconds
     */
    static PageToken parse(String token, Instant now) {
        Matcher parts;
        try {
            parts =
                    TEXT.matcher(
                            new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw Faults.invalidArgument("Invalid NextToken.");
        }
        if (!parts.matches()) {
            throw Faults.invalidArgument("Invalid NextToken.");
        }
        var read =
                new PageToken(
                        parts.group(1),
                        parts.group(2),
                        Instant.ofEpochMilli(Long.parseLong(parts.group(3))));
        if (now.isAfter(read.issued().plus(LIFE))) {
            throw Faults.expiredToken(
                    "NextToken has expired: it was given at " + read.issued() + ".");
        }
        return read;
    }
}
