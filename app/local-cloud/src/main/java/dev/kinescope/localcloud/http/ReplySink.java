package dev.kinescope.localcloud.http;

import dev.kinescope.localcloud.wire.WireReply;

/** Takes the one reply to a request. */
@FunctionalInterface
interface ReplySink {
    void send(WireReply reply);
}
