package dev.kinescope.localcloud.auth;

import dev.kinescope.localcloud.wire.ChunkCheck;
import dev.kinescope.localcloud.wire.Rejection;
import dev.kinescope.localcloud.wire.Uris;
import dev.kinescope.localcloud.wire.WireRequest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies AWS Signature Version 4 (AWS documentation, "Create a signed AWS API request"), in
 * headers and in presigned URLs, against the credentials of a {@link CredentialBook}.
 */
public final class SignatureCheck {
    /** What stands for the hash of a body that is not signed. */
    public static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int LONGEST_LINK_SECONDS = 604_800;
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration SKEW_OF_S3 = Duration.ofMinutes(15);
    private static final int KEPT_KEYS = 1000;

    /** IAM has one endpoint for all regions. */
    private static final String HOME_OF_IAM = "us-east-1";

    private final CredentialBook credentials;
    private final String region;
    private final Access access;
    private final Clock clock;
    private final Map<String, byte[]> signingKeys = new ConcurrentHashMap<>();

    /**
     * @param region what signatures have to be for
     */
    public SignatureCheck(CredentialBook credentials, String region, Access access, Clock clock) {
        this.credentials = credentials;
        this.region = region;
        this.access = access;
        this.clock = clock;
    }

    /** What the time is, to clients: they sign by it and correct their clocks by it. */
    public Instant time() {
        return clock.instant();
    }

    /** What came of a check. */
    public sealed interface Result {
        /**
         * The request is the principal's.
         *
         * @param chunks checks the signatures of the chunks, if the body has such
         */
        record Accepted(Principal principal, Optional<ChunkCheck> chunks) implements Result {}

        record Rejected(Rejection reason) implements Result {}
    }

    /**
     * Checks a request.
     *
     * @param service AWS's signing name of the service that is called, if that is known
     * @param body the bytes to hash when the request does not name the hash itself; asked for only
     *     then
     */
    public Result check(
            WireRequest request,
            Optional<Claim> found,
            Optional<String> service,
            Supplier<byte[]> body) {
        if (found.isEmpty()) {
            return new Result.Rejected(
                    request.header("authorization").isPresent()
                            ? new Rejection.Incomplete(
                                    "Authorization header requires 'Credential', 'SignedHeaders'"
                                            + " and 'Signature' parameters of "
                                            + Claim.ALGORITHM
                                            + ".")
                            : new Rejection.Unsigned());
        }
        Claim claim = found.get();
        Optional<Credential> credential =
                credentials
                        .find(claim.accessKeyId())
                        .filter(known -> known.sessionToken().equals(claim.sessionToken()));
        Optional<Rejection> elsewhere = elsewhere(claim, service);
        if (access == Access.OPEN && credential.filter(SignatureCheck::isSession).isEmpty()) {
            return elsewhere
                    .<Result>map(Result.Rejected::new)
                    .orElseGet(() -> new Result.Accepted(credentials.root(), Optional.empty()));
        }
        if (credential.isEmpty()) {
            return new Result.Rejected(new Rejection.UnknownKey());
        }
        if (elsewhere.isPresent()) {
            return new Result.Rejected(elsewhere.get());
        }
        Instant now = clock.instant();
        if (credential.get().expires().filter(end -> !end.isAfter(now)).isPresent()) {
            return new Result.Rejected(new Rejection.ExpiredToken());
        }
        Optional<Rejection> late = late(claim, now);
        if (late.isPresent()) {
            return new Result.Rejected(late.get());
        }
        if (claim.service().equals("s3") && leavesOut(claim, request)) {
            return new Result.Rejected(new Rejection.HeadersNotSigned());
        }
        if (claim.isOldLink()) {
            return oldLink(request, claim, credential.get());
        }
        String wanted = signature(claim, credential.get(), canonical(request, claim, body));
        boolean same =
                MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.US_ASCII),
                        claim.signature().getBytes(StandardCharsets.UTF_8));
        return same && claim.signedHeaders().contains("host")
                ? new Result.Accepted(
                        credential.get().principal(),
                        Optional.of(
                                new ChunkSignatures(key(claim, credential.get()), claim, wanted)))
                : new Result.Rejected(new Rejection.WrongSignature());
    }

    /** Whether a header of S3's is there that nobody signed; old links sign all. */
    private static boolean leavesOut(Claim claim, WireRequest request) {
        return !claim.isOldLink()
                && request.headers().keySet().stream()
                        .anyMatch(name ->
                                name.startsWith("x-amz-") && !claim.signedHeaders().contains(name));
    }

    private static Result oldLink(WireRequest request, Claim claim, Credential credential) {
        String wanted =
                LinkSignature.of(
                        request, claim.expires().orElseThrow(), credential.secretAccessKey());
        return MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.US_ASCII),
                        claim.signature().getBytes(StandardCharsets.UTF_8))
                ? new Result.Accepted(credential.principal(), Optional.empty())
                : new Result.Rejected(new Rejection.WrongSignature());
    }

    private static Optional<Rejection> lateLink(Claim claim, Instant now) {
        try {
            Instant end = Instant.ofEpochSecond(Long.parseLong(claim.expires().orElseThrow()));
            return end.isAfter(now)
                    ? Optional.empty()
                    : Optional.of(new Rejection.ExpiredLink("Request has expired"));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.of(
                    new Rejection.ExpiredLink("Invalid date (should be seconds since epoch)"));
        }
    }

    private static boolean isSession(Credential credential) {
        return credential.sessionToken().isPresent();
    }

    /** Whether the scope of the signature is another region or service. */
    private Optional<Rejection> elsewhere(Claim claim, Optional<String> service) {
        String expected = claim.service().equals("iam") ? HOME_OF_IAM : region;
        if (!claim.isOldLink() && !claim.region().equals(expected)) {
            return Optional.of(new Rejection.WrongRegion(claim.region(), expected));
        }
        return service.filter(name -> !name.equals(claim.service()))
                .map(name -> new Rejection.WrongService(claim.service(), name));
    }

    private static Optional<Rejection> late(Claim claim, Instant now) {
        if (claim.isOldLink()) {
            return lateLink(claim, now);
        }
        Instant signed;
        Duration good;
        Optional<Rejection> lifetime = claim.expires().flatMap(SignatureCheck::lifetime);
        if (lifetime.isPresent()) {
            return lifetime;
        }
        Duration skew = claim.service().equals("s3") ? SKEW_OF_S3 : SKEW;
        try {
            signed = TIME.parse(claim.time(), Instant::from);
            good = claim.expires().map(Long::parseLong).map(Duration::ofSeconds).orElse(skew);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.of(
                    new Rejection.Incomplete(
                            "Date must be in ISO-8601 'basic format'. Got '"
                                    + claim.time()
                                    + "'. See http://en.wikipedia.org/wiki/ISO_8601"));
        }
        if (!claim.time().startsWith(claim.date())) {
            return Optional.of(
                    new Rejection.Incomplete(
                            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version"
                                    + " of date from HTTP"));
        }
        if (now.isAfter(signed.plus(good))) {
            String what =
                    "Signature expired: "
                            + claim.time()
                            + " is now earlier than "
                            + TIME.format(now.minus(good))
                            + " ("
                            + TIME.format(now)
                            + " - "
                            + good.toMinutes()
                            + " min.)";
            return Optional.of(
                    claim.presigned()
                            ? new Rejection.ExpiredLink(what)
                            : new Rejection.Skewed(what));
        }
        if (signed.isAfter(now.plus(skew))) {
            return Optional.of(
                    new Rejection.Skewed(
                            "Signature not yet current: "
                                    + claim.time()
                                    + " is still later than "
                                    + TIME.format(now.plus(skew))
                                    + " ("
                                    + TIME.format(now)
                                    + " + "
                                    + skew.toMinutes()
                                    + " min.)"));
        }
        return Optional.empty();
    }

    /** What is wrong with the seconds for which a presigned URL is to be good. */
    private static Optional<Rejection> lifetime(String seconds) {
        String wrong;
        if (!seconds.matches("-?\\d+")) {
            wrong = "X-Amz-Expires should be a number";
        } else if (seconds.startsWith("-")) {
            wrong = "X-Amz-Expires must be non-negative";
        } else if (seconds.length() > 6 || Integer.parseInt(seconds) > LONGEST_LINK_SECONDS) {
            wrong =
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given"
                            + " X-Amz-Expires must be less than 604800 seconds";
        } else {
            return Optional.empty();
        }
        return Optional.of(new Rejection.WrongLifetime(wrong));
    }

    private static String canonical(WireRequest request, Claim claim, Supplier<byte[]> body) {
        var text = new StringBuilder(512);
        text.append(request.method()).append('\n');
        // S3 signs the path as it is sent; every other service encodes it once more.
        text.append(
                        claim.service().equals("s3")
                                ? Uris.canonicalKeyPath(request.path())
                                : Uris.canonicalEncoded(Uris.canonicalPath(request.path())))
                .append('\n');
        text.append(Uris.canonicalQuery(request.query(), "X-Amz-Signature")).append('\n');
        for (String name : claim.signedHeaders()) {
            List<String> values = request.headers().getOrDefault(name, List.of());
            text.append(name).append(':');
            for (int i = 0; i < values.size(); i++) {
                text.append(i == 0 ? "" : ",");
                String value = values.get(i).strip();
                text.append(value.contains("  ") ? value.replaceAll(" +", " ") : value);
            }
            text.append('\n');
        }
        text.append('\n').append(String.join(";", claim.signedHeaders())).append('\n');
        text.append(payloadHash(request, claim, body));
        return text.toString();
    }

    private static String payloadHash(WireRequest request, Claim claim, Supplier<byte[]> body) {
        Optional<String> named = request.header("x-amz-content-sha256");
        boolean stream = claim.service().equals("s3");
        if (named.isPresent() && (stream || named.get().equals(UNSIGNED))) {
            return named.get();
        }
        if (stream && claim.presigned()) {
            return UNSIGNED;
        }
        return HexFormat.of().formatHex(sha256(body.get()));
    }

    private String signature(Claim claim, Credential credential, String canonical) {
        String toSign =
                Claim.ALGORITHM
                        + "\n"
                        + claim.time()
                        + "\n"
                        + claim.scope()
                        + "\n"
                        + HexFormat.of()
                                .formatHex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(hmac(key(claim, credential), toSign));
    }

    private byte[] key(Claim claim, Credential credential) {
        if (signingKeys.size() > KEPT_KEYS) {
            signingKeys.clear();
        }
        return signingKeys.computeIfAbsent(
                claim.accessKeyId() + "/" + claim.scope(),
                _ -> signingKey(claim, credential.secretAccessKey()));
    }

    private static byte[] signingKey(Claim claim, String secret) {
        byte[] start = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        byte[] day = hmac(start, claim.date());
        byte[] region = hmac(day, claim.region());
        byte[] service = hmac(region, claim.service());
        return hmac(service, "aws4_request");
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HmacSHA256.", e);
        }
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
