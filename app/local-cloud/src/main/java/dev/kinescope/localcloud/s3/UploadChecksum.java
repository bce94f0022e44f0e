package dev.kinescope.localcloud.s3;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

import java.util.Locale;
import java.util.Set;

/**
 * The checksum that an upload in parts is to have: of all its content, or of its parts' checksums
 * (AWS documentation, Checking object integrity).
 *
 * @param algorithm its name as in S3's ChecksumAlgorithm
 * @param composite whether it is that of the parts' checksums
 */
record UploadChecksum(String algorithm, boolean composite) {
    private static final Set<String> WHOLE_ONLY = Set.of("CRC64NVME");
    private static final Set<String> COMPOSITE_ONLY = Set.of("SHA1", "SHA256");

    /** What a request asks for; null if it names no algorithm. */
    static @Nullable UploadChecksum of(CreateMultipartUploadRequest asked) {
        String algorithm = asked.checksumAlgorithmAsString();
        if (algorithm == null) {
            return null;
        }
        ContentDigest.check(algorithm);
        ChecksumType type = asked.checksumType();
        boolean composite =
                type == null ? !WHOLE_ONLY.contains(algorithm) : type == ChecksumType.COMPOSITE;
        if ((composite ? WHOLE_ONLY : COMPOSITE_ONLY).contains(algorithm)) {
            throw S3Errors.s3(
                    400,
                    "InvalidRequest",
                    "The "
                            + (composite ? "COMPOSITE" : "FULL_OBJECT")
                            + " checksum type cannot be used with the "
                            + algorithm.toLowerCase(Locale.ROOT)
                            + " checksum algorithm.");
        }
        return new UploadChecksum(algorithm, composite);
    }

    ChecksumType type() {
        return composite ? ChecksumType.COMPOSITE : ChecksumType.FULL_OBJECT;
    }

    /** What the client says a part has; null if it says nothing. */
    @Nullable String of(CompletedPart part) {
        return switch (algorithm) {
            case "CRC32" -> part.checksumCRC32();
            case "CRC32C" -> part.checksumCRC32C();
            case "CRC64NVME" -> part.checksumCRC64NVME();
            case "SHA1" -> part.checksumSHA1();
            default -> part.checksumSHA256();
        };
    }

    /** What the client says the whole object has; null if it says nothing. */
    @Nullable String of(CompleteMultipartUploadRequest asked) {
        return switch (algorithm) {
            case "CRC32" -> asked.checksumCRC32();
            case "CRC32C" -> asked.checksumCRC32C();
            case "CRC64NVME" -> asked.checksumCRC64NVME();
            case "SHA1" -> asked.checksumSHA1();
            default -> asked.checksumSHA256();
        };
    }
}
