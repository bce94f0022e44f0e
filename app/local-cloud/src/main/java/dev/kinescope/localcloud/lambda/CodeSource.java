package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.PackageType;

/** Brings a function's code, from wherever the caller says that it is, into the code store. */
final class CodeSource {
    /** 50 MB, AWS documentation, Lambda quotas. */
    private static final int MAX_ZIP = 52_428_800;

    private final CodeStore store;
    private final CodeFetcher fetcher;
    private final ImagePuller images;

    CodeSource(CodeStore store, CodeFetcher fetcher, ImagePuller images) {
        this.store = store;
        this.fetcher = fetcher;
        this.images = images;
    }

    /** Refuses code of the other kind than the function's. */
    static void checkKind(PackageType type, FunctionCode given) {
        boolean zip = given.zipFile() != null || given.s3Bucket() != null || given.s3Key() != null;
        if (type == PackageType.IMAGE && zip) {
            throw LambdaErrors.invalid(
                    "Please don't provide ZipFile, S3Bucket or S3Key for a function with"
                            + " packageType Image.");
        }
        if (type != PackageType.IMAGE && given.imageUri() != null) {
            throw LambdaErrors.invalid(
                    "Please don't provide ImageUri for a function with packageType Zip.");
        }
    }

    /**
     * Stores the code. Must be followed by {@link CodeStore#recorded}.
     *
     * @param config what the function says about how its image is run
     */
    CodeStore.Code store(PackageType type, FunctionCode given, @Nullable ImageConfig config) {
        if (type != PackageType.IMAGE) {
            return store.store(zip(given));
        }
        return images.pull(imageUri(given), config);
    }

    /** What storing the code would answer. */
    CodeStore.Code describe(PackageType type, FunctionCode given, @Nullable ImageConfig config) {
        if (type != PackageType.IMAGE) {
            return CodeStore.describe(zip(given));
        }
        CodeStore.Code code = images.pull(imageUri(given), config);
        store.recorded(code);
        return code;
    }

    private static String imageUri(FunctionCode given) {
        if (given.imageUri() == null) {
            throw LambdaErrors.invalid(
                    "Please provide ImageUri for a function with packageType Image.");
        }
        return given.imageUri();
    }

    private byte[] zip(FunctionCode given) {
        if (given.zipFile() != null) {
            SdkBytes zip = given.zipFile();
            if (zip.asByteArrayUnsafe().length > MAX_ZIP) {
                throw LambdaErrors.tooLarge(
                        "The zip of %d bytes is larger than %d. Upload it to S3 and name its bucket and key."
                                .formatted(zip.asByteArrayUnsafe().length, MAX_ZIP));
            }
            return zip.asByteArrayUnsafe();
        }
        if (given.s3Bucket() != null && given.s3Key() != null) {
            try {
                return fetcher.fetch(given.s3Bucket(), given.s3Key());
            } catch (SdkException e) {
                throw LambdaErrors.invalid("Error occurred while GetObject. " + e.getMessage());
            }
        }
        throw LambdaErrors.invalid("Please provide a source for function code.");
    }
}
