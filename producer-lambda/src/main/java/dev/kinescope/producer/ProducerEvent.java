package dev.kinescope.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.producer.source.BundledPosts;
import dev.kinescope.producer.source.Wanted;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the producer is asked to do.
 *
 * @param origin where the posts come from
 * @param wanted which of them; the keyword of a live source of X is a query in X's own language
 * @param duration how long to go on at most
 * @param stream name of the Kinesis stream
 * @param rate posts per second; empty for as fast as possible
 * @param cursor from the result that this call continues
 */
record ProducerEvent(
        Origin origin,
        Wanted wanted,
        Duration duration,
        String stream,
        OptionalDouble rate,
        Optional<String> cursor) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal MAX_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(1).toSeconds());
    private static final BigDecimal MAX_RATE = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MIN_RATE = new BigDecimal("0.001");

    /** Where the posts come from. */
    sealed interface Origin {
        /**
         * A file of posts.
         *
         * @param posts {@code bundled} or {@code s3://bucket/key}
         */
        record Replay(String posts) implements Origin {}

        /** X's filtered stream. */
        record XStream() implements Origin {}

        /** X's recent search. */
        record XSearch() implements Origin {}

        /** Bluesky's Jetstream. */
        record Bluesky() implements Origin {}
    }

    /**
     * Reads an event; fields that are not known are ignored.
     *
     * @throws InvalidEventException naming the first field that is missing or wrong
     */
    static ProducerEvent read(InputStream in) throws IOException {
        JsonNode event;
        try {
            event = JSON.readTree(in);
        } catch (JsonProcessingException e) {
            throw new InvalidEventException("the event is not JSON", e);
        }
        if (!event.isObject()) {
            throw new InvalidEventException("the event must be a JSON object");
        }
        Origin origin = origin(event);
        return new ProducerEvent(
                origin,
                new Wanted(keyword(event, origin), retweets(event), count(event)),
                duration(event),
                requiredText(event, "kinesis_stream_name"),
                rate(event),
                optionalText(event, "cursor"));
    }

    private static Origin origin(JsonNode event) {
        String delivery = requiredText(event, "delivery");
        Optional<String> source = optionalText(event, "source");
        return switch (delivery) {
            case "replay" -> {
                only("replay", source, delivery);
                yield new Origin.Replay(optionalText(event, "posts").orElse(BundledPosts.NAME));
            }
            case "search" -> {
                only("x", source, delivery);
                yield new Origin.XSearch();
            }
            case "realtime" ->
                    switch (source.orElse("x")) {
                        case "x" -> new Origin.XStream();
                        case "bluesky" -> new Origin.Bluesky();
                        default ->
                                throw new InvalidEventException(
                                        "source must be x or bluesky for delivery realtime");
                    };
            default ->
                    throw new InvalidEventException("delivery must be realtime, search or replay");
        };
    }

    private static void only(String name, Optional<String> source, String delivery) {
        if (!source.orElse(name).equals(name)) {
            throw new InvalidEventException(
                    "source must be %s for delivery %s".formatted(name, delivery));
        }
    }

    private static String keyword(JsonNode event, Origin origin) {
        Optional<String> keyword = optionalText(event, "keyword").map(String::strip);
        return switch (origin) {
            case Origin.XStream(), Origin.XSearch() ->
                    // X has no "everything", and what it sends is paid for.
                    keyword.orElseThrow(() -> new InvalidEventException("keyword is missing"));
            case Origin.Replay _, Origin.Bluesky() -> keyword.orElse("");
        };
    }

    private static boolean retweets(JsonNode event) {
        return switch (optionalText(event, "retweets").orElse("keep")) {
            case "keep" -> true;
            case "skip" -> false;
            default -> throw new InvalidEventException("retweets must be keep or skip");
        };
    }

    private static Duration duration(JsonNode event) {
        BigDecimal seconds =
                number(event, "duration")
                        .orElseThrow(() -> new InvalidEventException("duration is missing"));
        if (seconds.signum() <= 0 || seconds.compareTo(MAX_SECONDS) > 0) {
            throw new InvalidEventException(
                    "duration must be above 0 and at most " + MAX_SECONDS + " seconds");
        }
        return Duration.ofMillis(Math.max(1, seconds.movePointRight(3).longValue()));
    }

    private static OptionalLong count(JsonNode event) {
        Optional<BigDecimal> count = number(event, "count");
        if (count.isEmpty()) {
            return OptionalLong.empty();
        }
        if (count.get().signum() <= 0) {
            throw new InvalidEventException("count must be a whole number above 0");
        }
        try {
            return OptionalLong.of(count.get().longValueExact());
        } catch (ArithmeticException e) {
            throw new InvalidEventException("count must be a whole number above 0", e);
        }
    }

    private static OptionalDouble rate(JsonNode event) {
        Optional<BigDecimal> rate = number(event, "rate");
        if (rate.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (rate.get().compareTo(MIN_RATE) < 0 || rate.get().compareTo(MAX_RATE) > 0) {
            throw new InvalidEventException(
                    "rate must be between %s and %s posts per second"
                            .formatted(MIN_RATE, MAX_RATE));
        }
        return OptionalDouble.of(rate.get().doubleValue());
    }

    private static String requiredText(JsonNode event, String field) {
        return optionalText(event, field)
                .orElseThrow(() -> new InvalidEventException(field + " is missing"));
    }

    /** A field's text; empty when the field is absent, null or blank. */
    private static Optional<String> optionalText(JsonNode event, String field) {
        JsonNode value = event.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new InvalidEventException(field + " must be a string");
        }
        return Optional.of(value.textValue()).filter(text -> !text.isBlank());
    }

    private static Optional<BigDecimal> number(JsonNode event, String field) {
        JsonNode value = event.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw new InvalidEventException(field + " must be a number");
        }
        return Optional.of(value.decimalValue());
    }
}
