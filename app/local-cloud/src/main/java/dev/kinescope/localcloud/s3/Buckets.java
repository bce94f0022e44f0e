package dev.kinescope.localcloud.s3;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.DocumentStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The buckets and their configuration, one document each. */
final class Buckets {
    private static final String KIND = "s3-buckets";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Block Public Access; all four are on in a new bucket. */
    record AccessBlock(
            boolean blockPublicAcls,
            boolean ignorePublicAcls,
            boolean blockPublicPolicy,
            boolean restrictPublicBuckets) {
        static final AccessBlock ALL = new AccessBlock(true, true, true, true);

        static AccessBlock of(PublicAccessBlockConfiguration asked) {
            return new AccessBlock(
                    Boolean.TRUE.equals(asked.blockPublicAcls()),
                    Boolean.TRUE.equals(asked.ignorePublicAcls()),
                    Boolean.TRUE.equals(asked.blockPublicPolicy()),
                    Boolean.TRUE.equals(asked.restrictPublicBuckets()));
        }

        PublicAccessBlockConfiguration asked() {
            return PublicAccessBlockConfiguration.builder()
                    .blockPublicAcls(blockPublicAcls)
                    .ignorePublicAcls(ignorePublicAcls)
                    .blockPublicPolicy(blockPublicPolicy)
                    .restrictPublicBuckets(restrictPublicBuckets)
                    .build();
        }
    }

    record Bucket(
            String name,
            long createdMillis,
            @Nullable String policy,
            @Nullable AccessBlock accessBlock) {
        Instant created() {
            return Instant.ofEpochMilli(createdMillis);
        }

        Bucket withPolicy(@Nullable String replacement) {
            return new Bucket(name, createdMillis, replacement, accessBlock);
        }

        Bucket withAccessBlock(@Nullable AccessBlock replacement) {
            return new Bucket(name, createdMillis, policy, replacement);
        }

        /** The container of its objects. */
        String objects() {
            return "objects/" + name;
        }
    }

    private final DocumentStore documents;

    Buckets(DocumentStore documents) {
        this.documents = documents;
    }

    Optional<Bucket> find(String name) {
        return documents.get(KIND, name).map(Buckets::read);
    }

    /** The bucket, or NoSuchBucket. */
    Bucket get(@Nullable String name) {
        if (name == null) {
            throw S3Errors.s3(400, "InvalidBucketName", "The specified bucket is not valid.");
        }
        return find(name).orElseThrow(S3Errors::noSuchBucket);
    }

    List<Bucket> all() {
        return documents.names(KIND).stream().flatMap(name -> find(name).stream()).toList();
    }

    void put(Bucket bucket) {
        try {
            documents.put(KIND, bucket.name(), JSON.writeValueAsBytes(bucket));
        } catch (JacksonException e) {
            throw new UncheckedIOException("Cannot write bucket " + bucket.name(), e);
        }
    }

    void delete(String name) {
        documents.delete(KIND, name);
    }

    private static Bucket read(byte[] document) {
        try {
            return JSON.readValue(document, Bucket.class);
        } catch (IOException e) {
            throw new UncheckedIOException("A bucket's document is damaged", e);
        }
    }
}
