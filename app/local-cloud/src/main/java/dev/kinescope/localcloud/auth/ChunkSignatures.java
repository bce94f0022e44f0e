package dev.kinescope.localcloud.auth;

import dev.kinescope.localcloud.wire.ChunkCheck;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Follows the chain of signatures through one body, from that of the request itself. */
final class ChunkSignatures implements ChunkCheck {
    private static final String EMPTY =
            HexFormat.of().formatHex(SignatureCheck.sha256(new byte[0])) + "\n";

    private final byte[] key;
    private final String scope;
    private String previous;

    ChunkSignatures(byte[] key, Claim claim, String seed) {
        this.key = key;
        this.scope = claim.time() + "\n" + claim.scope() + "\n";
        this.previous = seed;
    }

    @Override
    public boolean chunk(String signature, byte[] sha256) {
        return follows("AWS4-HMAC-SHA256-PAYLOAD\n", EMPTY, signature, sha256);
    }

    @Override
    public boolean trailer(String signature, byte[] sha256) {
        return follows("AWS4-HMAC-SHA256-TRAILER\n", "", signature, sha256);
    }

    private boolean follows(String kind, String between, String signature, byte[] sha256) {
        String toSign = kind + scope + previous + "\n" + between + HexFormat.of().formatHex(sha256);
        previous = HexFormat.of().formatHex(SignatureCheck.hmac(key, toSign));
        return MessageDigest.isEqual(
                previous.getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.UTF_8));
    }
}
