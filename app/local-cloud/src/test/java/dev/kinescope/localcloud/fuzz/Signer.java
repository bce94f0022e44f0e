package dev.kinescope.localcloud.fuzz;

import dev.kinescope.localcloud.wire.RequestFault;
import dev.kinescope.localcloud.wire.Uris;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what the SDK's signer would not take, so that nonsense gets past the signature check. */
final class Signer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String keyId;
    private final String secret;
    private final Optional<String> token;
    private final String host;
    private final Clock clock = Clock.systemUTC();

    /**
     * Signs with keys.
     *
     * @param token of a session; empty if the keys are not of one
     */
    Signer(String keyId, String secret, Optional<String> token, String host) {
        this.token = token;
        this.keyId = keyId;
        this.secret = secret;
        this.host = host;
    }

    /**
     * The message with its signature; without one if its path or query cannot be written
     * canonically.
     */
    Message sign(Message message) {
        String time = TIME.format(clock.instant());
        String hash = message.header("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD");
        String path;
        String query;
        try {
            path = Uris.canonicalPath(message.path());
            query = Uris.canonicalQuery(message.query(), "X-Amz-Signature");
        } catch (RequestFault e) {
            return message;
        }
        Message complete =
                token.map(session -> message.with("x-amz-security-token", session))
                        .orElse(message)
                        .with("x-amz-content-sha256", hash)
                        .with("x-amz-date", time)
                        .with("host", host);
        var headers = new TreeMap<String, String>();
        for (Message.Header header : complete.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals("host") || name.startsWith("x-amz-")) {
                headers.merge(
                        name,
                        header.value().strip().replaceAll(" +", " "),
                        (some, more) -> some + "," + more);
            }
        }
        String signed = String.join(";", headers.keySet());
        var lines = new StringBuilder();
        headers.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
        String canonical =
                String.join(
                        "\n",
                        message.method(),
                        message.service().equals("s3") ? path : Uris.canonicalEncoded(path),
                        query,
                        lines.toString(),
                        signed,
                        hash);
        String date = time.substring(0, 8);
        String scope = date + "/us-east-1/" + message.service() + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical);
        byte[] key = utf8("AWS4" + secret);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return complete.without("host")
                .with(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential="
                                + keyId
                                + "/"
                                + scope
                                + ", SignedHeaders="
                                + signed
                                + ", Signature="
                                + HexFormat.of().formatHex(hmac(key, toSign)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
