package dev.kinescope.producer;

import dev.kinescope.producer.source.BundledPosts;
import dev.kinescope.producer.source.PostFile;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.s3.S3Client;

import java.util.function.Function;
import java.util.function.Supplier;

/** Finds the file an event names; the S3 client is built when the first event needs one. */
final class PostFiles implements Function<String, PostFile> {
    private final Supplier<S3Client> clients;
    private @Nullable S3Client s3;

    PostFiles(Supplier<S3Client> clients) {
        this.clients = clients;
    }

    @Override
    public PostFile apply(String posts) {
        if (posts.equals(BundledPosts.NAME)) {
            return new BundledPosts();
        }
        if (S3PostFile.isMeantBy(posts)) {
            return S3PostFile.at(posts, s3());
        }
        throw new InvalidEventException("posts must be bundled or s3://bucket/key");
    }

    private synchronized S3Client s3() {
        S3Client client = s3;
        if (client == null) {
            client = clients.get();
            s3 = client;
        }
        return client;
    }
}
