package dev.kinescope.localcloud.auth;

import dev.kinescope.localcloud.wire.Uris;
import dev.kinescope.localcloud.wire.WireRequest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says of its signature (AWS documentation, Signature Version 4), in its headers or,
 * for a presigned URL, in its query. Nothing in it is trusted yet.
 *
 * @param time when it was signed, {@code yyyyMMdd'T'HHmmss'Z'}
 * @param expires how long a presigned URL is good, in seconds (see {@link #isOldLink})
 */
public record Claim(
        String accessKeyId,
        String date,
        String region,
        String service,
        List<String> signedHeaders,
        String signature,
        String time,
        Optional<String> sessionToken,
        Optional<String> expires) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final String LINK_KEY = "AWSAccessKeyId";

    /** The claim of a request, if it has one that can be read. */
    public static Optional<Claim> of(WireRequest request) {
        Optional<String> header = request.header("authorization");
        if (header.isPresent()) {
            return ofHeader(header.get(), request);
        }
        if (request.query().contains("X-Amz-Signature=")) {
            return ofQuery(request);
        }
        return request.query().contains(LINK_KEY + "=") ? ofLink(request) : Optional.empty();
    }

    /** A link to S3 of Signature Version 2 has neither a date nor a region. */
    private static Optional<Claim> ofLink(WireRequest request) {
        Map<String, String> parts = parameters(request);
        return Optional.of(
                new Claim(
                        parts.getOrDefault(LINK_KEY, ""),
                        "",
                        "",
                        "s3",
                        List.of(),
                        parts.getOrDefault("Signature", ""),
                        "",
                        Optional.ofNullable(parts.get("x-amz-security-token")),
                        Optional.of(parts.getOrDefault("Expires", ""))));
    }

    private static Map<String, String> parameters(WireRequest request) {
        var parts = new HashMap<String, String>();
        for (Map.Entry<String, String> pair : Uris.pairs(request.query())) {
            parts.put(pair.getKey(), pair.getValue());
        }
        return parts;
    }

    private static Optional<Claim> ofHeader(String header, WireRequest request) {
        if (!header.startsWith(ALGORITHM)) {
            return Optional.empty();
        }
        var parts = new HashMap<String, String>();
        for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            parts.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        return of(
                parts.getOrDefault("Credential", ""),
                parts.getOrDefault("SignedHeaders", ""),
                parts.getOrDefault("Signature", ""),
                request.header("x-amz-date").orElse(""),
                request.header("x-amz-security-token"),
                Optional.empty());
    }

    private static Optional<Claim> ofQuery(WireRequest request) {
        Map<String, String> parts = parameters(request);
        if (!ALGORITHM.equals(parts.get("X-Amz-Algorithm"))) {
            return Optional.empty();
        }
        return of(
                parts.getOrDefault("X-Amz-Credential", ""),
                parts.getOrDefault("X-Amz-SignedHeaders", ""),
                parts.getOrDefault("X-Amz-Signature", ""),
                parts.getOrDefault("X-Amz-Date", ""),
                Optional.ofNullable(parts.get("X-Amz-Security-Token")),
                Optional.of(parts.getOrDefault("X-Amz-Expires", "")));
    }

    private static Optional<Claim> of(
            String credential,
            String signedHeaders,
            String signature,
            String time,
            Optional<String> token,
            Optional<String> expires) {
        String[] scope = credential.split("/", -1);
        if (scope.length != 5 || scope[1].isEmpty() || !scope[4].equals("aws4_request")) {
            return Optional.empty();
        }
        return Optional.of(
                new Claim(
                        scope[0],
                        scope[1],
                        scope[2],
                        scope[3],
                        List.of(signedHeaders.split(";", -1)),
                        signature,
                        time,
                        token,
                        expires));
    }

    /** Whether it is a link of Signature Version 2, whose expiry is a time in epoch seconds. */
    boolean isOldLink() {
        return date.isEmpty();
    }

    boolean presigned() {
        return expires.isPresent();
    }

    String scope() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }
}
