package dev.kinescope.localcloud.lambda;

/** Where Lambda gets a deployment package that lies in S3. */
@FunctionalInterface
public interface CodeFetcher {

    /**
     * The bytes of that object.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException when there is no such object; its
     *     message is passed on to the caller of Lambda
     */
    byte[] fetch(String bucket, String key);
}
