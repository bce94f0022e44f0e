package dev.kinescope.producer;

import dev.kinescope.producer.source.PostFile;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file of posts in a bucket, streamed from where the last call came to. */
final class S3PostFile implements PostFile {
    private static final String SCHEME = "s3://";
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Client s3;
    private final String bucket;
    private final String key;

    private S3PostFile(S3Client s3, String bucket, String key) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
    }

    static boolean isMeantBy(String posts) {
        return posts.startsWith(SCHEME);
    }

    /**
     * Reads a location such as {@code s3://bucket/some/key.jsonl}.
     *
     * @throws InvalidEventException when bucket or key is missing
     */
    static S3PostFile at(String location, S3Client s3) {
        String path = location.substring(SCHEME.length());
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) {
            throw new InvalidEventException("posts must be bundled or s3://bucket/key");
        }
        return new S3PostFile(s3, path.substring(0, slash), path.substring(slash + 1));
    }

    @Override
    public String name() {
        return SCHEME + bucket + "/" + key;
    }

    @Override
    public InputStream openAt(long offset) throws IOException {
        var request = GetObjectRequest.builder().bucket(bucket).key(key);
        if (offset > 0) {
            request.range("bytes=" + offset + "-");
        }
        try {
            return new AbortingStream(s3.getObject(request.build()));
        } catch (NoSuchKeyException e) {
            throw new InvalidEventException("posts %s does not exist".formatted(name()), e);
        } catch (S3Exception e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                return InputStream.nullInputStream();
            }
            throw new IOException("posts %s: %s".formatted(name(), e.getMessage()), e);
        } catch (SdkException e) {
            throw new IOException("posts %s: %s".formatted(name(), e.getMessage()), e);
        }
    }

    /** Gives up the rest of an object at once, where closing would first read it to its end. */
    private static final class AbortingStream extends FilterInputStream {
        private final ResponseInputStream<GetObjectResponse> object;

        AbortingStream(ResponseInputStream<GetObjectResponse> object) {
            super(object);
            this.object = object;
        }

        @Override
        public void close() {
            object.abort();
        }
    }
}
