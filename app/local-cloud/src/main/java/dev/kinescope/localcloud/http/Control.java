package dev.kinescope.localcloud.http;

import dev.kinescope.localcloud.wire.WireReply;

/** What the endpoint serves beside AWS's services: the local cloud's own control path. */
@FunctionalInterface
public interface Control {
    /** What every path of it begins with; no bucket can have that name. */
    String PREFIX = "/_kinescope/";

    /** The name that requests for it are signed with. */
    String SIGNING_NAME = "kinescope";

    /** Answers a request whose signature is the account's own. */
    WireReply serve(String method, String path, byte[] body);
}
