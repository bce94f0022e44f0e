package dev.kinescope.desktop.shell;

import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.CallerIdentity;

/** What the views work on: an open session and whose account it is. */
public record Workspace(AwsSession session, CallerIdentity identity) {

    /** Whether it is the embedded local cloud, whose sentiment is scored locally. */
    public boolean isLocal() {
        return session.connection().isLocal();
    }

    /** The account and region in a few words, for confirmations and captions. */
    public String place() {
        return (isLocal() ? "local cloud, " : "")
                + "account "
                + identity.accountId()
                + ", "
                + session.region();
    }
}
