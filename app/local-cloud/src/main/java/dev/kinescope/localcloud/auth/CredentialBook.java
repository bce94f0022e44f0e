package dev.kinescope.localcloud.auth;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** All credentials that the endpoint accepts: the root's and those of living sessions. */
public final class CredentialBook implements CredentialSource {
    private static final String KEY_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int SECRET_BYTES = 30;

    private final Function<String, Optional<String>> roleIds;
    private final Clock clock;
    private final SecureRandom random;
    private final Principal root;
    private final Map<String, Credential> byKey = new ConcurrentHashMap<>();

    /** A book that gives the role of each session a unique id of its own. */
    public CredentialBook(Credential root, Clock clock, SecureRandom random) {
        this(root, clock, random, _ -> Optional.empty());
    }

    /**
     * The root's credentials at first.
     *
     * @param roleIds the id of a role by its ARN, which its sessions are known by; one of a role
     *     that is not there is made up
     */
    public CredentialBook(
            Credential root,
            Clock clock,
            SecureRandom random,
            Function<String, Optional<String>> roleIds) {
        this.roleIds = roleIds;
        this.clock = clock;
        this.random = random;
        this.root = root.principal();
        byKey.put(root.accessKeyId(), root);
    }

    /** New long-term keys of an account's root. */
    public static Credential newRoot(String accountId, SecureRandom random) {
        return root(key("AKIA", random), secret(random), accountId);
    }

    /** The root of an account with keys that are known. */
    public static Credential root(String accessKeyId, String secretAccessKey, String accountId) {
        return new Credential(
                accessKeyId,
                secretAccessKey,
                Optional.empty(),
                Optional.empty(),
                new Principal("arn:aws:iam::" + accountId + ":root", accountId, accountId));
    }

    @Override
    public Credential assume(String roleArn, String sessionName, Duration validFor) {
        Instant now = clock.instant();
        byKey.values().removeIf(old -> old.expires().filter(end -> end.isBefore(now)).isPresent());
        String account = roleArn.split(":", -1)[4];
        String role = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        var credential =
                new Credential(
                        key("ASIA", random),
                        secret(random),
                        Optional.of(secret(random) + secret(random)),
                        Optional.of(now.plus(validFor)),
                        new Principal(
                                "arn:aws:sts::"
                                        + account
                                        + ":assumed-role/"
                                        + role
                                        + "/"
                                        + sessionName,
                                roleIds.apply(roleArn).orElseGet(() -> key("AROA", random))
                                        + ":"
                                        + sessionName,
                                account));
        byKey.put(credential.accessKeyId(), credential);
        return credential;
    }

    /** The account's root. */
    Principal root() {
        return root;
    }

    Optional<Credential> find(String accessKeyId) {
        return Optional.ofNullable(byKey.get(accessKeyId));
    }

    private static String key(String prefix, SecureRandom random) {
        var key = new StringBuilder(prefix);
        for (int i = 0; i < 16; i++) {
            key.append(KEY_ALPHABET.charAt(random.nextInt(KEY_ALPHABET.length())));
        }
        return key.toString();
    }

    private static String secret(SecureRandom random) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
