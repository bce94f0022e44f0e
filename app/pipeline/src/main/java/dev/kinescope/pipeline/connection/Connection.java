package dev.kinescope.pipeline.connection;

import java.net.URI;

/** Where the pipeline lives; credentials in it are never printed. */
public sealed interface Connection {

    /** The region that every client works in; blank for the profile's own. */
    String region();

    /** One line for the banner and the settings; holds no secret. */
    String displayName();

    /** Whether this is the embedded local cloud, whose sentiment is scored locally. */
    default boolean isLocal() {
        return this instanceof Local;
    }

    /** The embedded local cloud, with the credentials it made for itself. */
    record Local(URI endpoint, String region, String accessKeyId, String secretAccessKey)
            implements Connection {
        @Override
        public String displayName() {
            return "Local cloud " + endpoint.getAuthority() + " · " + region;
        }

        @Override
        public String toString() {
            return displayName();
        }
    }

    /** An AWS account through a profile of the shared AWS files; region blank = the profile's. */
    record AwsProfile(String profile, String region) implements Connection {
        @Override
        public String displayName() {
            return "AWS " + profile + (region.isBlank() ? "" : " · " + region);
        }
    }

    /** Anything else that speaks AWS's protocols: another emulator, or a local cloud elsewhere. */
    record Endpoint(URI endpoint, String region, String accessKeyId, String secretAccessKey)
            implements Connection {
        @Override
        public String displayName() {
            return "Endpoint " + endpoint.getAuthority() + " · " + region;
        }

        @Override
        public String toString() {
            return displayName();
        }
    }
}
