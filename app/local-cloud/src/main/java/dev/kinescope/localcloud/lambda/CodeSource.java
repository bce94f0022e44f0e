package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PackageType;

import java.io.IOException;
import java.io.InputStream;

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
            return storeZip(given);
        }
        return images.pull(imageUri(given), config);
    }

    /** What storing the code would answer. */
    CodeStore.Code describe(PackageType type, FunctionCode given, @Nullable ImageConfig config) {
        if (type != PackageType.IMAGE) {
            return describe(given);
        }
        CodeStore.Code code = images.pull(imageUri(given), config);
        store.recorded(code);
        return code;
    }

    private CodeStore.Code describe(FunctionCode given) {
        try (InputStream zip = zip(given)) {
            return CodeStore.describe(zip, ZipUnpacker.MAX_UNZIPPED);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CodeStore.Code storeZip(FunctionCode given) {
        try (InputStream zip = zip(given)) {
            return store.store(zip, ZipUnpacker.MAX_UNZIPPED);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static LambdaException unreadable(IOException e) {
        return LambdaErrors.service("The function's code could not be read: " + e.getMessage(), e);
    }

    private static String imageUri(FunctionCode given) {
        if (given.imageUri() == null) {
            throw LambdaErrors.invalid(
                    "Please provide ImageUri for a function with packageType Image.");
        }
        return given.imageUri();
    }

    private InputStream zip(FunctionCode given) {
        if (given.zipFile() != null) {
            SdkBytes zip = given.zipFile();
            if (zip.asByteArrayUnsafe().length > MAX_ZIP) {
                throw LambdaErrors.tooLarge(
                        "The zip of %d bytes is larger than %d. Upload it to S3 and name its bucket and key."
                                .formatted(zip.asByteArrayUnsafe().length, MAX_ZIP));
            }
            return zip.asInputStream();
        }
        if (given.s3Bucket() != null && given.s3Key() != null) {
            return open(given);
        }
        throw LambdaErrors.invalid("Please provide a source for function code.");
    }

    private InputStream open(FunctionCode given) {
        try {
            return fetcher.open(given.s3Bucket(), given.s3Key(), given.s3ObjectVersion());
        } catch (SdkException e) {
            throw LambdaErrors.invalid("Error occurred while GetObject. " + e.getMessage());
        }
    }
}
