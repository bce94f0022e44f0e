package dev.kinescope.localcloud.http;

import java.time.Duration;

/**
 * How long the server waits for a client.
 *
 * @param stalled in the middle of a request, for the next of its bytes; and in the middle of an
 *     answer, for the client to read on: a download whose reader pauses for longer is cut
 * @param idle before a request, for its first line
 */
record Patience(Duration stalled, Duration idle) {
    /** Longer than any client of this machine takes, and than clients keep connections idle. */
    static final Patience USUAL = new Patience(Duration.ofSeconds(30), Duration.ofMinutes(2));
}
