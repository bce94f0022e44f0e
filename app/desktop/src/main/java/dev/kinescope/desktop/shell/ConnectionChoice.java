package dev.kinescope.desktop.shell;

import java.net.URI;

/** What a person chose to connect to; holds no secret, so that it can be kept in the settings. */
public sealed interface ConnectionChoice {
    /** The embedded local cloud. */
    record LocalCloud() implements ConnectionChoice {}

    /** An AWS account by a profile of the shared AWS files; region blank = the profile's. */
    record Profile(String profile, String region) implements ConnectionChoice {}

    /** Another endpoint, with the credentials of the environment or default profile. */
    record Endpoint(URI endpoint, String region) implements ConnectionChoice {}
}
