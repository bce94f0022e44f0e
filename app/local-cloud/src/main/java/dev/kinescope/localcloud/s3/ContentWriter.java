package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.store.Blob;
import dev.kinescope.localcloud.store.BlobStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Streams a request's body into a draft and holds it against the digests that came with it. */
final class ContentWriter {

    /** The digests that a request carries, base64; an algorithm without a value is computed. */
    record Sent(@Nullable String md5, Map<String, String> checksums, @Nullable String algorithm) {
        static Sent of(PutObjectRequest asked) {
            var checksums = new LinkedHashMap<String, String>();
            put(checksums, "CRC32", asked.checksumCRC32());
            put(checksums, "CRC32C", asked.checksumCRC32C());
            put(checksums, "CRC64NVME", asked.checksumCRC64NVME());
            put(checksums, "SHA1", asked.checksumSHA1());
            put(checksums, "SHA256", asked.checksumSHA256());
            return new Sent(asked.contentMD5(), checksums, asked.checksumAlgorithmAsString());
        }

        static Sent of(UploadPartRequest asked) {
            var checksums = new LinkedHashMap<String, String>();
            put(checksums, "CRC32", asked.checksumCRC32());
            put(checksums, "CRC32C", asked.checksumCRC32C());
            put(checksums, "CRC64NVME", asked.checksumCRC64NVME());
            put(checksums, "SHA1", asked.checksumSHA1());
            put(checksums, "SHA256", asked.checksumSHA256());
            return new Sent(asked.contentMD5(), checksums, asked.checksumAlgorithmAsString());
        }

        /** With the checksum that every part of an upload is to have. */
        Sent with(@Nullable UploadChecksum wanted) {
            return wanted == null ? this : new Sent(md5, checksums, wanted.algorithm());
        }

        private static void put(Map<String, String> all, String name, @Nullable String value) {
            if (value != null) {
                all.put(name, value);
            }
        }
    }

    private ContentWriter() {}

    /**
     * Writes the body; what comes back are the attributes that follow from the content.
     *
     * @throws software.amazon.awssdk.services.s3.model.S3Exception BadDigest or InvalidDigest
     */
    static Map<String, String> write(BlobStore.Draft draft, RequestBody body, Sent sent) {
        var algorithms = new LinkedHashSet<>(sent.checksums().keySet());
        if (sent.algorithm() != null) {
            algorithms.add(sent.algorithm());
        }
        var digest = new ContentDigest(draft.content(), algorithms);
        try (InputStream in = body.contentStreamProvider().newStream()) {
            in.transferTo(digest);
        } catch (IOException e) {
            throw new UncheckedIOException("The body could not be read or stored", e);
        }
        byte[] md5 = digest.md5();
        checkMd5(sent.md5(), md5);
        var checksums = new LinkedHashMap<>(sent.checksums());
        digest.checksums()
                .forEach((algorithm, value) -> {
                    String claimed = checksums.put(algorithm, value);
                    if (claimed != null && !claimed.equals(value)) {
                        throw S3Errors.badDigest(algorithm);
                    }
                });
        var attributes = new HashMap<String, String>();
        attributes.put(StoredObject.ETAG, ContentDigest.hex(md5));
        checksums.forEach((name, value) -> attributes.put(StoredObject.CHECKSUM + name, value));
        return attributes;
    }

    /** Adds a stored blob's content to other content and tells its MD5 in hex. */
    static String append(OutputStream out, BlobStore.OpenBlob source) {
        Blob blob = source.blob();
        var digest = new ContentDigest(out, Set.of());
        try (InputStream in = source.content(0, blob.size())) {
            in.transferTo(digest);
            return ContentDigest.hex(digest.md5());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy the content of " + blob.key(), e);
        }
    }

    private static void checkMd5(@Nullable String claimed, byte[] md5) {
        if (claimed == null) {
            return;
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(claimed);
        } catch (IllegalArgumentException e) {
            throw S3Errors.s3(400, "InvalidDigest", "The Content-MD5 you specified is not valid.");
        }
        if (!java.security.MessageDigest.isEqual(decoded, md5)) {
            throw S3Errors.badDigest("Content-MD5");
        }
    }
}
