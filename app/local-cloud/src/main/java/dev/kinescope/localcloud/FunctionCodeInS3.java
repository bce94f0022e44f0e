package dev.kinescope.localcloud;

import dev.kinescope.localcloud.lambda.CodeFetcher;

import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Fetches deployment packages from S3. */
final class FunctionCodeInS3 implements CodeFetcher {
    private final S3Client s3;

    FunctionCodeInS3(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public byte[] fetch(String bucket, String key) {
        GetObjectRequest request = GetObjectRequest.builder().bucket(bucket).key(key).build();
        return s3.getObject(request, ResponseTransformer.toBytes()).asByteArrayUnsafe();
    }
}
