package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.store.Crc64Nvme;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Passes content on while computing its MD5 and the checksums asked for. */
final class ContentDigest extends FilterOutputStream {
    private interface Sum {
        void update(byte[] bytes, int offset, int length);

        byte[] value();
    }

    private final MessageDigest md5 = digest("MD5");
    private final Map<String, Sum> sums = new LinkedHashMap<>();
    private long size;

    /**
     * @param algorithms names as in S3's ChecksumAlgorithm
     */
    ContentDigest(OutputStream out, Set<String> algorithms) {
        super(out);
        for (String algorithm : algorithms) {
            switch (algorithm) {
                case "CRC32" -> sums.put(algorithm, crc(new CRC32(), Integer.BYTES));
                case "CRC32C" -> sums.put(algorithm, crc(new CRC32C(), Integer.BYTES));
                case "CRC64NVME" -> sums.put(algorithm, crc(new Crc64Nvme(), Long.BYTES));
                case "SHA1" -> sums.put(algorithm, sha("SHA-1"));
                case "SHA256" -> sums.put(algorithm, sha("SHA-256"));
                default ->
                        throw S3Errors.s3(
                                400,
                                "InvalidRequest",
                                "Checksum algorithm provided is unsupported. Please try again with"
                                        + " any of the valid types: [CRC32, CRC32C, CRC64NVME,"
                                        + " SHA1, SHA256]");
            }
        }
    }

    /** Throws unless S3 knows the algorithm. */
    static void check(String algorithm) {
        var unused = new ContentDigest(OutputStream.nullOutputStream(), Set.of(algorithm));
        unused.checksums();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        md5.update(bytes, offset, length);
        sums.values().forEach(sum -> sum.update(bytes, offset, length));
        size += length;
    }

    long size() {
        return size;
    }

    /** The MD5; asked for once, when all is written. */
    byte[] md5() {
        return md5.digest();
    }

    /** The checksums by algorithm, base64 as S3 writes them; asked for once. */
    Map<String, String> checksums() {
        var values = new LinkedHashMap<String, String>();
        sums.forEach(
                (name, sum) -> values.put(name, Base64.getEncoder().encodeToString(sum.value())));
        return values;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    private static Sum crc(Checksum checksum, int bytes) {
        return new Sum() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                checksum.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
                return Arrays.copyOfRange(value, Long.BYTES - bytes, Long.BYTES);
            }
        };
    }

    private static Sum sha(String algorithm) {
        MessageDigest digest = digest(algorithm);
        return new Sum() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }
}
