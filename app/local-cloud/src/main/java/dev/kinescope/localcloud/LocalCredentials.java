package dev.kinescope.localcloud;

/** The generated keys with which clients sign their requests to a local cloud. */
public record LocalCredentials(String accessKeyId, String secretAccessKey) {

    /** Leaves the secret out, so that no log shows it. */
    @Override
    public String toString() {
        return "LocalCredentials[" + accessKeyId + "]";
    }
}
