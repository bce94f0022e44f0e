package dev.kinescope.localcloud.s3;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.BlobQuery;
import dev.kinescope.localcloud.store.BlobStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes, lists, configures and removes buckets. */
final class BucketOperations {
    private static final String DEFAULT_REGION = "us-east-1";
    private static final int MAX_BUCKETS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CloudIdentity identity;
    private final Buckets buckets;
    private final BlobStore blobs;
    private final S3Objects objects;
    private final MultipartUploads uploads;
    private final Clock clock;

    BucketOperations(
            CloudIdentity identity,
            Buckets buckets,
            BlobStore blobs,
            S3Objects objects,
            MultipartUploads uploads,
            Clock clock) {
        this.identity = identity;
        this.buckets = buckets;
        this.blobs = blobs;
        this.objects = objects;
        this.uploads = uploads;
        this.clock = clock;
    }

    CreateBucketResponse create(CreateBucketRequest asked) {
        String name = asked.bucket() == null ? "" : asked.bucket();
        BucketNames.check(name);
        var configuration = asked.createBucketConfiguration();
        checkLocation(configuration == null ? null : configuration.locationConstraintAsString());
        objects.exclusively(() -> {
            if (buckets.find(name).isEmpty()) {
                buckets.put(
                        new Buckets.Bucket(name, clock.millis(), null, Buckets.AccessBlock.ALL));
            } else if (!identity.region().equals(DEFAULT_REGION)) {
                throw S3Errors.alreadyOwned();
            }
        });
        return CreateBucketResponse.builder()
                .location("/" + name)
                .bucketArn("arn:aws:s3:::" + name)
                .build();
    }

    private void checkLocation(@Nullable String constraint) {
        boolean absent = constraint == null || constraint.isEmpty();
        if (identity.region().equals(DEFAULT_REGION)) {
            if (DEFAULT_REGION.equals(constraint)) {
                throw S3Errors.s3(
                        400,
                        "InvalidLocationConstraint",
                        "The specified location-constraint is not valid");
            }
            if (!absent) {
                throw illegalLocation(constraint);
            }
        } else if (!identity.region().equals(constraint)) {
            throw illegalLocation(absent ? "unspecified" : constraint);
        }
    }

    private static AwsServiceException illegalLocation(@Nullable String constraint) {
        return S3Errors.s3(
                400,
                "IllegalLocationConstraintException",
                "The "
                        + constraint
                        + " location constraint is incompatible for the region specific endpoint"
                        + " this request was sent to.");
    }

    HeadBucketResponse head(HeadBucketRequest asked) {
        buckets.get(asked.bucket());
        return HeadBucketResponse.builder().bucketRegion(identity.region()).build();
    }

    ListBucketsResponse list(ListBucketsRequest asked) {
        String prefix = asked.prefix() == null ? "" : asked.prefix();
        String after = asked.continuationToken() == null ? "" : asked.continuationToken();
        int limit = asked.maxBuckets() == null ? MAX_BUCKETS : asked.maxBuckets();
        if (limit < 1 || limit > MAX_BUCKETS) {
            throw S3Errors.invalidArgument("MaxBuckets must be between 1 and 10000");
        }
        List<Buckets.Bucket> found =
                buckets.all().stream()
                        .filter(bucket -> bucket.name().startsWith(prefix))
                        .filter(bucket -> bucket.name().compareTo(after) > 0)
                        .limit(limit + 1L)
                        .toList();
        List<Buckets.Bucket> page = found.subList(0, Math.min(limit, found.size()));
        return ListBucketsResponse.builder()
                .buckets(
                        page.stream()
                                .map(bucket ->
                                        Bucket.builder()
                                                .name(bucket.name())
                                                .creationDate(bucket.created())
                                                .bucketRegion(identity.region())
                                                .build())
                                .toList())
                .owner(owner -> owner.id(identity.accountId()))
                .prefix(asked.prefix())
                .continuationToken(found.size() > limit ? page.getLast().name() : null)
                .build();
    }

    DeleteBucketResponse delete(DeleteBucketRequest asked) {
        objects.exclusively(() -> {
            Buckets.Bucket bucket = buckets.get(asked.bucket());
            if (!blobs.list(bucket.objects(), new BlobQuery("", "", 1)).isEmpty()) {
                throw S3Errors.s3(
                        409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
            }
            buckets.delete(bucket.name());
            uploads.of(bucket.name()).forEach(uploads::end);
        });
        return DeleteBucketResponse.builder().build();
    }

    GetBucketLocationResponse location(GetBucketLocationRequest asked) {
        buckets.get(asked.bucket());
        boolean isDefault = identity.region().equals(DEFAULT_REGION);
        return GetBucketLocationResponse.builder()
                .locationConstraint(isDefault ? null : identity.region())
                .build();
    }

    GetBucketEncryptionResponse encryption(GetBucketEncryptionRequest asked) {
        buckets.get(asked.bucket());
        var rule =
                ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(
                                by -> by.sseAlgorithm(ServerSideEncryption.AES256))
                        .bucketKeyEnabled(false)
                        .build();
        return GetBucketEncryptionResponse.builder()
                .serverSideEncryptionConfiguration(configuration -> configuration.rules(rule))
                .build();
    }

    /** As in every bucket since April 2023: the bucket's owner owns all, and there are no ACLs. */
    GetBucketOwnershipControlsResponse ownership(GetBucketOwnershipControlsRequest asked) {
        buckets.get(asked.bucket());
        var rule =
                OwnershipControlsRule.builder()
                        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                        .build();
        return GetBucketOwnershipControlsResponse.builder()
                .ownershipControls(controls -> controls.rules(rule))
                .build();
    }

    PutBucketPolicyResponse putPolicy(PutBucketPolicyRequest asked) {
        buckets.get(asked.bucket());
        if (asked.policy() == null || !isJsonObject(asked.policy())) {
            throw S3Errors.s3(
                    400,
                    "MalformedPolicy",
                    "Policies must be valid JSON and the first byte must be '{'");
        }
        change(asked.bucket(), bucket -> bucket.withPolicy(asked.policy()));
        return PutBucketPolicyResponse.builder().build();
    }

    /** Changes one of a bucket's settings: all are in one document, so one change at a time. */
    void change(@Nullable String name, UnaryOperator<Buckets.Bucket> change) {
        objects.exclusively(() -> buckets.put(change.apply(buckets.get(name))));
    }

    private static boolean isJsonObject(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node != null && node.isObject() && text.startsWith("{");
        } catch (JacksonException e) {
            return false;
        }
    }

    GetBucketPolicyResponse getPolicy(GetBucketPolicyRequest asked) {
        String policy = buckets.get(asked.bucket()).policy();
        if (policy == null) {
            throw S3Errors.s3(404, "NoSuchBucketPolicy", "The bucket policy does not exist");
        }
        return GetBucketPolicyResponse.builder().policy(policy).build();
    }

    PutPublicAccessBlockResponse putAccessBlock(PutPublicAccessBlockRequest asked) {
        buckets.get(asked.bucket());
        if (asked.publicAccessBlockConfiguration() == null) {
            throw S3Errors.malformedXml();
        }
        var block = Buckets.AccessBlock.of(asked.publicAccessBlockConfiguration());
        change(asked.bucket(), bucket -> bucket.withAccessBlock(block));
        return PutPublicAccessBlockResponse.builder().build();
    }

    GetPublicAccessBlockResponse getAccessBlock(GetPublicAccessBlockRequest asked) {
        Buckets.AccessBlock block = buckets.get(asked.bucket()).accessBlock();
        if (block == null) {
            throw S3Errors.s3(
                    404,
                    "NoSuchPublicAccessBlockConfiguration",
                    "The public access block configuration was not found");
        }
        return GetPublicAccessBlockResponse.builder()
                .publicAccessBlockConfiguration(block.asked())
                .build();
    }
}
