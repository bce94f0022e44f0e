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

    /** What all services but S3 say of a header that is not signed. */
    static String unsignedHeader(String name) {
        return "'" + name + "' must be a 'SignedHeader' in the AWS Authorization.";
    }

    /** There is no signature. */
    record Unsigned() implements Rejection {}

    /** The signature lacks a part or has a part that cannot be read. */
    record Incomplete(String what) implements Rejection {}

    /** No credentials have that access key id (or not with that session token). */
    record UnknownKey() implements Rejection {}

    record WrongSignature() implements Rejection {}

    /** The signature leaves a header out that changes what the request means. */
    record UnsignedHeader(String name) implements Rejection {}

    /** How long a presigned URL is said to be good is not what AWS takes. */
    record WrongExpiry(String what) implements Rejection {}

    /** The signature is for another region than the cloud's. */
    record WrongRegion(String region, String expected) implements Rejection {}

    /** The signature is for another service than the one that is called. */
    record WrongService(String service, String expected) implements Rejection {}

    /** The request was signed too long ago, or in the future. */
    record Skewed(String what) implements Rejection {}

    /** A presigned URL is past its time. */
    record ExpiredLink(String what) implements Rejection {}

    /** The session credentials are past their time. */
    record ExpiredToken() implements Rejection {}
}
