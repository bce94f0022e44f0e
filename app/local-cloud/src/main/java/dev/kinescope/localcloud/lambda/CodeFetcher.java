package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;

/** Where Lambda gets a deployment package that lies in S3. */
@FunctionalInterface
public interface CodeFetcher {

    /**
     * The content of that object, to be closed.
     *
     * @param version of the object; null for its latest
     * @throws software.amazon.awssdk.core.exception.SdkException when there is no such object; its
     *     message is passed on to the caller of Lambda
     */
    InputStream open(String bucket, String key, @Nullable String version);
}
