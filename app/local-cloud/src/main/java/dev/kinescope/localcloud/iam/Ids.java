package dev.kinescope.localcloud.iam;

import java.security.SecureRandom;

/** Makes IAM's unique ids: a prefix that tells the kind and 17 random characters. */
final class Ids {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LENGTH = 17;

    private final SecureRandom random = new SecureRandom();

    String role() {
        return with("AROA");
    }

    String policy() {
        return with("ANPA");
    }

    private String with(String prefix) {
        var id = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
