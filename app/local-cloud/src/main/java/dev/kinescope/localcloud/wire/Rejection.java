package dev.kinescope.localcloud.wire;

/** Why a request's signature is not accepted; each protocol has its own words for it. */
public sealed interface Rejection {
    /** What AWS says of a signature that does not match. */
    String WRONG_SIGNATURE =
            "The request signature we calculated does not match the signature you provided. Check"
                    + " your AWS Secret Access Key and signing method. Consult the service"
                    + " documentation for details.";

    /** What all services but S3 say of a signature for another region. */
    static String wrongRegion(String region) {
        return "Credential should be scoped to a valid region, not '" + region + "'.";
    }

    /** What all services but S3 say of a signature for another service. */
    static String wrongService(String expected) {
        return "Credential should be scoped to correct service: '" + expected + "'.";
    }

    /** There is no signature. */
    record Unsigned() implements Rejection {}

    /** The signature lacks a part or has a part that cannot be read. */
    record Incomplete(String what) implements Rejection {}

    /** No credentials have that access key id (or not with that session token). */
    record UnknownKey() implements Rejection {}

    record WrongSignature() implements Rejection {}

    /** The signature is for another region than the cloud's. */
    record WrongRegion(String region, String expected) implements Rejection {}

    /** The signature is for another service than the one that is called. */
    record WrongService(String service, String expected) implements Rejection {}

    /** The request was signed too long ago, or in the future. */
    record Skewed(String what) implements Rejection {}

    /** A presigned URL is good for longer than it may be, or for no time. */
    record WrongLifetime(String what) implements Rejection {}

    /** The signature leaves out headers that it must cover. */
    record HeadersNotSigned() implements Rejection {
        static final String MESSAGE =
                "There were headers present in the request which were not signed";
    }

    /** A presigned URL is past its time. */
    record ExpiredLink(String what) implements Rejection {}

    /** The session credentials are past their time. */
    record ExpiredToken() implements Rejection {}
}
