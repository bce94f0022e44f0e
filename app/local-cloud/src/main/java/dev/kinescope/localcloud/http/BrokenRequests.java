package dev.kinescope.localcloud.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;

/**
 * Answers what the server calls its own error before a request has reached the {@link Endpoint},
 * which answers and logs every failure behind it: a request that ended within its headers.
 */
final class BrokenRequests implements DirectHandler {
    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        return TransportResponse.builder()
                .status(Status.BAD_REQUEST_400)
                .headers(headers)
                .keepAlive(false)
                .entity("The request could not be read.")
                .build();
    }
}
