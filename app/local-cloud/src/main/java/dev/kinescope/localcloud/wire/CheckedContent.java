package dev.kinescope.localcloud.wire;

import dev.kinescope.localcloud.store.Crc64Nvme;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Content that fails to end if it is not as long as announced or does not have the checksums that
 * its request names, in headers or trailers (AWS documentation, Checking object integrity).
 */
final class CheckedContent extends FilterInputStream {
    private static final String PREFIX = "x-amz-checksum-";

    private final long length;
    private final WireRequest request;
    private final Map<String, String> trailers;
    private final List<Sum> sums = new ArrayList<>();
    private long count;
    private boolean checked;

    /**
     * Content with the sums that a request names.
     *
     * @param length -1 if the request does not say
     */
    CheckedContent(InputStream in, long length, WireRequest request, Map<String, String> trailers) {
        super(in);
        this.length = length;
        this.request = request;
        this.trailers = trailers;
        List<String> announced =
                Arrays.stream(request.header("x-amz-trailer").orElse("").split(",", -1))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList();
        for (String name : List.of("crc32", "crc32c", "crc64nvme", "sha1", "sha256")) {
            if (request.header(PREFIX + name).isPresent() || announced.contains(PREFIX + name)) {
                sums.add(new Sum(PREFIX + name, name));
            }
        }
        if (request.header("content-md5").isPresent()) {
            sums.add(new Sum("content-md5", "md5"));
        }
        if (signedHash().isPresent()) {
            sums.add(new Sum("x-amz-content-sha256", "sha256"));
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
        int read = in.read(bytes, offset, wanted);
        if (read > 0) {
            count += read;
            sums.forEach(sum -> sum.update(bytes, offset, read));
        }
        if (read < 0 || (length >= 0 && count >= length)) {
            check();
        }
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, 64 * 1024)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void check() throws IOException {
        if (checked) {
            return;
        }
        checked = true;
        // Reading on finds what should not be there, and the trailers.
        if (length >= 0 && (count != length || in.read() >= 0)) {
            throw new EOFException(
                    "The content has another length than the " + length + " bytes announced.");
        }
        for (Sum sum : sums) {
            String wanted =
                    request.header(sum.header)
                            .or(() -> Optional.ofNullable(trailers.get(sum.header)))
                            .orElse("");
            if (sum.header.equals("x-amz-content-sha256")) {
                if (!HexFormat.of().formatHex(sum.value()).equals(wanted)) {
                    throw new RequestFault(
                            400,
                            "XAmzContentSHA256Mismatch",
                            "The provided 'x-amz-content-sha256' header does not match what was"
                                    + " computed.");
                }
            } else if (!Base64.getEncoder().encodeToString(sum.value()).equals(wanted)) {
                throw new RequestFault(
                        400,
                        "BadDigest",
                        "The "
                                + sum.algorithm.toUpperCase(Locale.ROOT)
                                + " you specified did not match what we received.");
            }
        }
    }

    private Optional<String> signedHash() {
        return request.header("x-amz-content-sha256").filter(hash -> hash.length() == 64);
    }

    /** One running sum over the content. */
    private static final class Sum {
        private final String header;
        private final String algorithm;
        private final Optional<Checksum> checksum;
        private final Optional<MessageDigest> digest;

        Sum(String header, String algorithm) {
            this.header = header;
            this.algorithm = algorithm;
            this.checksum =
                    switch (algorithm) {
                        case "crc32" -> Optional.of(new CRC32());
                        case "crc32c" -> Optional.of(new CRC32C());
                        case "crc64nvme" -> Optional.of(new Crc64Nvme());
                        default -> Optional.empty();
                    };
            this.digest = checksum.isPresent() ? Optional.empty() : Optional.of(digest(algorithm));
        }

        private static MessageDigest digest(String algorithm) {
            try {
                return MessageDigest.getInstance(
                        switch (algorithm) {
                            case "sha1" -> "SHA-1";
                            case "sha256" -> "SHA-256";
                            default -> "MD5";
                        });
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("This Java has no " + algorithm + ".", e);
            }
        }

        void update(byte[] bytes, int offset, int length) {
            checksum.ifPresent(sum -> sum.update(bytes, offset, length));
            digest.ifPresent(sum -> sum.update(bytes, offset, length));
        }

        byte[] value() {
            if (digest.isPresent()) {
                return digest.get().digest();
            }
            long value = checksum.map(Checksum::getValue).orElse(0L);
            return algorithm.equals("crc64nvme")
                    ? ByteBuffer.allocate(Long.BYTES).putLong(value).array()
                    : ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array();
        }
    }
}
