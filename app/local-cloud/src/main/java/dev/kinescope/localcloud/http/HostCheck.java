package dev.kinescope.localcloud.http;

import java.util.Locale;
import java.util.Optional;

/**
 * Accepts only requests that name this machine's loopback address, so that a web page in a browser
 * cannot reach the endpoint through a name of its own (DNS rebinding).
 */
final class HostCheck {
    private static final String LOCALHOST = "localhost";

    private final int port;

    HostCheck(int port) {
        this.port = port;
    }

    /**
     * The path to serve: the given one, or with the bucket put before it when the host is {@code
     * BUCKET.localhost}; empty if the host is not this machine.
     */
    Optional<String> path(String host, String path) {
        String suffix = ":" + port;
        String name = host.toLowerCase(Locale.ROOT);
        if (!name.endsWith(suffix)) {
            return Optional.empty();
        }
        name = name.substring(0, name.length() - suffix.length());
        if (name.equals("127.0.0.1") || name.equals(LOCALHOST)) {
            return Optional.of(path);
        }
        if (name.endsWith("." + LOCALHOST)) {
            String bucket = name.substring(0, name.length() - LOCALHOST.length() - 1);
            return Optional.of("/" + bucket + path);
        }
        return Optional.empty();
    }

    /** What to tell a client that used another name. */
    String advice() {
        return "Use http://127.0.0.1:" + port + " or http://localhost:" + port + ".";
    }
}
