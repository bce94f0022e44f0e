package dev.kinescope.localcloud;

import dev.kinescope.localcloud.lambda.CodeFetcher;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;

import java.io.InputStream;
import java.util.function.Supplier;

/** Fetches deployment packages from S3. */
final class FunctionCodeInS3 implements CodeFetcher {
    private final Supplier<S3Client> s3;

    FunctionCodeInS3(Supplier<S3Client> s3) {
        this.s3 = s3;
    }

    @Override
    public InputStream open(String bucket, String key, @Nullable String version) {
        return s3.get()
                .getObject(
                        request -> request.bucket(bucket).key(key).versionId(version),
                        ResponseTransformer.toInputStream());
    }
}
