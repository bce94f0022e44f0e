package dev.kinescope.pipeline.functions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Hashes a zip as Lambda does, to tell whether its code is already there. */
public final class CodeHash {
    private CodeHash() {}

    /**
     * Base64 of the zip's SHA-256, as {@code CodeSha256} has it.
     *
     * @throws IOException naming the zip, if it cannot be read
     */
    public static String ofZip(Path zip) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(zip), sha256)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Base64.getEncoder().encodeToString(sha256.digest());
    }
}
