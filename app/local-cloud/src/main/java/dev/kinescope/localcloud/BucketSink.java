package dev.kinescope.localcloud;

import dev.kinescope.localcloud.firehose.ObjectSink;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Lets Firehose store objects through the S3 client interface. */
final class BucketSink implements ObjectSink {
    private static final String CONTENT_TYPE = "application/octet-stream";

    private final S3Client s3;

    BucketSink(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public void put(String bucketArn, String key, Content content) {
        String bucket = bucketArn.substring(bucketArn.lastIndexOf(':') + 1);
        try {
            s3.putObject(
                    b ->
                            b.bucket(bucket)
                                    .key(key)
                                    .contentType(CONTENT_TYPE)
                                    .contentEncoding(content.encoding()),
                    RequestBody.fromBytes(content.bytes()));
        } catch (SdkException e) {
            throw new NotStored(Messages.of(e), e);
        }
    }
}
