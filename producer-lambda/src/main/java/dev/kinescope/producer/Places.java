package dev.kinescope.producer;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where the live sources are, from the function's environment, so that they can be tried against a
 * server of one's own.
 *
 * @param x base of X's API
 * @param jetstream hosts of Jetstream, tried in turn
 * @param silence how long a stream may give no sign of life
 */
record Places(URI x, List<URI> jetstream, Duration silence) {
    private static final String X = "https://api.x.com";
    private static final String JETSTREAM =
            "wss://jetstream2.us-east.bsky.network,wss://jetstream1.us-east.bsky.network,"
                    + "wss://jetstream2.us-west.bsky.network,wss://jetstream1.us-west.bsky.network";

    /** X promises a sign of life at least so often (X API documentation); Jetstream never rests. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    Places {
        jetstream = List.copyOf(jetstream);
    }

    /**
     * Reads {@code X_API_URL} and {@code JETSTREAM_URL}, the latter being one or more, with commas.
     *
     * @throws IllegalArgumentException naming the variable that is no such URL
     */
    static Places of(Map<String, String> environment) {
        return new Places(
                url("X_API_URL", environment.getOrDefault("X_API_URL", X), "https", "http"),
                Arrays.stream(environment.getOrDefault("JETSTREAM_URL", JETSTREAM).split(","))
                        .map(host -> url("JETSTREAM_URL", host.strip(), "wss", "ws"))
                        .toList(),
                SILENCE);
    }

    private static URI url(String variable, String value, String secure, String plain) {
        URI url;
        try {
            url = URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(variable + " is not a URL", e);
        }
        if (url.getHost() == null
                || !(secure.equals(url.getScheme())
                        || (plain.equals(url.getScheme()) && isThisMachine(url.getHost())))) {
            throw new IllegalArgumentException(
                    "%s must be a URL with %s, or with %s on this machine"
                            .formatted(variable, secure, plain));
        }
        return url;
    }

    /** The token must not go over a network as it is. */
    private static boolean isThisMachine(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
