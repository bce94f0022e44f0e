package dev.kinescope.localcloud;

import dev.kinescope.localcloud.firehose.ObjectSink;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.ByteArrayInputStream;
import java.util.function.Supplier;

/** Lets Firehose store objects through the S3 client interface. */
final class BucketSink implements ObjectSink {
    private static final String CONTENT_TYPE = "application/octet-stream";

    private final Supplier<S3Client> s3;

    BucketSink(Supplier<S3Client> s3) {
        this.s3 = s3;
    }

    @Override
    public void put(String bucketArn, String key, Content content) {
        String bucket = bucketArn.substring(bucketArn.lastIndexOf(':') + 1);
        try {
            s3.get()
                    .putObject(
                            b ->
                                    b.bucket(bucket)
                                            .key(key)
                                            .contentType(CONTENT_TYPE)
                                            .contentEncoding(content.encoding()),
                            // Not fromBytes, which copies.
                            RequestBody.fromContentProvider(
                                    () -> new ByteArrayInputStream(content.bytes()),
                                    content.bytes().length,
                                    CONTENT_TYPE));
        } catch (S3Exception e) {
            throw switch (e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode()) {
                case "AccessDenied" -> NotStored.denied(e);
                case "NoSuchBucket" ->
                        new NotStored(
                                "S3.NoSuchBucket",
                                "The specified bucket does not exist. Create the bucket or use a"
                                        + " different bucket that does exist.",
                                e);
                case "KeyTooLongError" -> new NotStored(NotStored.KEY_TOO_LONG, Messages.of(e), e);
                default -> new NotStored("InternalError", Messages.of(e), e);
            };
        } catch (SdkException e) {
            throw new NotStored("InternalError", Messages.of(e), e);
        }
    }
}
