package dev.kinescope.localcloud.auth;

import dev.kinescope.localcloud.wire.Uris;
import dev.kinescope.localcloud.wire.WireRequest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a link to S3 of Signature Version 2, which boto3 still makes when it is told
 * nothing else (AWS documentation, "Signing and authenticating REST requests", query string request
 * authentication alternative).
 */
final class LinkSignature {
    private static final String ALGORITHM = "HmacSHA1";
    private static final String OF_S3 = "x-amz-";
    private static final String BUCKET_HOST = ".localhost";

    /** The parameters that belong to the resource. */
    private static final Set<String> SIGNED_PARAMETERS =
            Set.of(
                    "acl",
                    "cors",
                    "delete",
                    "lifecycle",
                    "location",
                    "logging",
                    "notification",
                    "partNumber",
                    "policy",
                    "requestPayment",
                    "response-cache-control",
                    "response-content-disposition",
                    "response-content-encoding",
                    "response-content-language",
                    "response-content-type",
                    "response-expires",
                    "tagging",
                    "torrent",
                    "uploadId",
                    "uploads",
                    "versionId",
                    "versioning",
                    "versions",
                    "website");

    private LinkSignature() {}

    /** The signature that a link has to carry, in base64. */
    static String of(WireRequest request, String expires, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            byte[] text = text(request, expires).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM + ".", e);
        }
    }

    private static String text(WireRequest request, String expires) {
        // What was a header when the link was made may come as a parameter.
        var given = new TreeMap<String, String>();
        for (Map.Entry<String, String> pair : Uris.pairs(request.query())) {
            given.put(pair.getKey().toLowerCase(Locale.ROOT), pair.getValue());
        }
        request.headers().forEach((name, values) -> given.put(name, String.join(",", values)));
        var text = new StringBuilder(256);
        text.append(request.method()).append('\n');
        text.append(given.getOrDefault("content-md5", "")).append('\n');
        text.append(given.getOrDefault("content-type", "")).append('\n');
        text.append(expires).append('\n');
        given.forEach((name, value) -> {
            if (name.startsWith(OF_S3)) {
                text.append(name).append(':').append(value.strip()).append('\n');
            }
        });
        return text.append(resource(request)).toString();
    }

    private static String resource(WireRequest request) {
        var parameters = new TreeSet<String>();
        for (Map.Entry<String, String> pair : Uris.pairs(request.query())) {
            if (SIGNED_PARAMETERS.contains(pair.getKey())) {
                parameters.add(
                        pair.getValue().isEmpty()
                                ? pair.getKey()
                                : pair.getKey() + "=" + pair.getValue());
            }
        }
        String path = bucketOfHost(request) + request.path();
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    /** The bucket that stands in the host name, as the first segment of a path. */
    private static String bucketOfHost(WireRequest request) {
        String host = request.header("host").orElse("");
        int end = host.indexOf(BUCKET_HOST);
        return end < 0 ? "" : "/" + host.substring(0, end);
    }
}
