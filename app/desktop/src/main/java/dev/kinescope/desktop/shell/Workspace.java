package dev.kinescope.desktop.shell;

import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.CallerIdentity;
import dev.kinescope.pipeline.connection.Connection;

import java.util.Optional;

/** What the views work on: an open session and whose account it is. */
public record Workspace(AwsSession session, CallerIdentity identity) {

    /** Whether it is the embedded local cloud, whose sentiment is scored locally. */
    public boolean isLocal() {
        return session.connection().isLocal();
    }

    /** Who judges the sentiment there, to be said beside every result; empty for Comprehend. */
    public Optional<String> otherScorer() {
        return switch (session.connection()) {
            case Connection.Local _ -> Optional.of("local scorer");
            case Connection.Endpoint endpoint ->
                    Optional.of("scorer of " + endpoint.endpoint().getAuthority());
            case Connection.AwsProfile _ -> Optional.empty();
        };
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
