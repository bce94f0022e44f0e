package dev.kinescope.localcloud.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The content inside aws-chunked framing: chunks with their size and signature before them, and
 * trailers after the last (AWS documentation, SigV4 multiple-chunk uploads). A chunk whose
 * signature is wrong ends the reading.
 */
final class AwsChunkedStream extends InputStream {
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int LONGEST_TRAILERS = 64 * 1024;
    private static final String SIGNATURE = "chunk-signature=";
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private final InputStream in;
    private final Map<String, String> trailers;
    private final Optional<ChunkCheck> check;
    private final MessageDigest digest = sha256();
    private String signature = "";
    private long left;
    private boolean started;
    private boolean ended;

    /**
     * Reads from framed bytes.
     *
     * @param trailers where the trailers are put once the content has been read to its end
     * @param check empty if the chunks are not signed
     */
    AwsChunkedStream(InputStream in, Map<String, String> trailers, Optional<ChunkCheck> check) {
        this.in = in;
        this.trailers = trailers;
        this.check = check;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("The body ended within a chunk.");
        }
        if (check.isPresent()) {
            digest.update(bytes, offset, count);
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (started) {
            line();
            checkChunk();
        }
        started = true;
        String[] head = line().split(";", 2);
        String size = head[0].strip();
        String extension = head.length == 2 ? head[1].strip() : "";
        signature = extension.startsWith(SIGNATURE) ? extension.substring(SIGNATURE.length()) : "";
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("A chunk does not begin with its size.", e);
        }
        if (left < 0) {
            throw new IOException("A chunk has a negative size.");
        }
        if (left == 0) {
            ended = true;
            checkChunk();
            trailers();
        }
    }

    private void trailers() throws IOException {
        Optional<String> signed = Optional.empty();
        var lines = new StringBuilder();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (length + line.length() > LONGEST_TRAILERS) {
                throw new IOException("The trailers of the chunk framing are too long.");
            }
            length += line.length() + 1;
            String[] pair = line.split(":", 2);
            if (pair.length == 2) {
                String name = pair[0].strip().toLowerCase(Locale.ROOT);
                if (name.equals(TRAILER_SIGNATURE)) {
                    signed = Optional.of(pair[1].strip());
                } else {
                    trailers.put(name, pair[1].strip());
                    lines.append(name).append(':').append(pair[1].strip()).append('\n');
                }
            }
        }
        if (check.isPresent() && !lines.isEmpty()) {
            byte[] hash = sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8));
            if (!check.get().trailer(signed.orElse(""), hash)) {
                throw wrong();
            }
        }
    }

    private void checkChunk() {
        if (check.isPresent() && !check.get().chunk(signature, digest.digest())) {
            throw wrong();
        }
    }

    private static RequestFault wrong() {
        return new RequestFault(403, "SignatureDoesNotMatch", Rejection.WRONG_SIGNATURE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    /** A line without its end; empty at the end of the body. */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() > LONGEST_LINE) {
                throw new IOException("A line of the chunk framing is too long.");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
