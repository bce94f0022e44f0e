package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.Blob;
import dev.kinescope.localcloud.store.BlobStore;
import dev.kinescope.localcloud.store.DocumentStore;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * S3 as the local cloud offers it: one method for each operation, each handing on to the class that
 * knows its subject. Own rather than an embedded server: see {@code docs/decisions/0003-own-s3.md}.
 *
 * <p>One line of imports for each operation makes this file long; it holds no logic.
 */
public final class LocalS3 implements S3Client {
    private final BlobStore blobs;
    private final Buckets buckets;
    private final BucketOperations bucketOperations;
    private final S3Objects objects;
    private final MultipartOperations multipart;
    private final ListOperations listings;

    /**
     * @param blobs holds the objects; the caller closes it
     * @param ids makes upload ids
     */
    public LocalS3(
            CloudIdentity identity,
            BlobStore blobs,
            DocumentStore documents,
            Clock clock,
            Supplier<UUID> ids) {
        this.blobs = blobs;
        this.buckets = new Buckets(documents);
        this.objects = new S3Objects(buckets, blobs);
        var uploads = new MultipartUploads(documents, blobs, clock, ids);
        this.bucketOperations =
                new BucketOperations(identity, buckets, blobs, objects, uploads, clock);
        this.multipart = new MultipartOperations(buckets, blobs, objects, uploads);
        this.listings = new ListOperations(buckets, blobs);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // The stores belong to whoever passed them in.
    }

    @Override
    public CreateBucketResponse createBucket(CreateBucketRequest asked) {
        return bucketOperations.create(asked);
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest asked) {
        return bucketOperations.head(asked);
    }

    @Override
    public ListBucketsResponse listBuckets(ListBucketsRequest asked) {
        return bucketOperations.list(asked);
    }

    @Override
    public DeleteBucketResponse deleteBucket(DeleteBucketRequest asked) {
        return bucketOperations.delete(asked);
    }

    @Override
    public GetBucketLocationResponse getBucketLocation(GetBucketLocationRequest asked) {
        return bucketOperations.location(asked);
    }

    @Override
    public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest asked) {
        buckets.get(asked.bucket());
        return GetBucketVersioningResponse.builder().build();
    }

    @Override
    public GetBucketEncryptionResponse getBucketEncryption(GetBucketEncryptionRequest asked) {
        return bucketOperations.encryption(asked);
    }

    @Override
    public PutBucketPolicyResponse putBucketPolicy(PutBucketPolicyRequest asked) {
        return bucketOperations.putPolicy(asked);
    }

    @Override
    public GetBucketPolicyResponse getBucketPolicy(GetBucketPolicyRequest asked) {
        return bucketOperations.getPolicy(asked);
    }

    @Override
    public DeleteBucketPolicyResponse deleteBucketPolicy(DeleteBucketPolicyRequest asked) {
        buckets.put(buckets.get(asked.bucket()).withPolicy(null));
        return DeleteBucketPolicyResponse.builder().build();
    }

    @Override
    public PutPublicAccessBlockResponse putPublicAccessBlock(PutPublicAccessBlockRequest asked) {
        return bucketOperations.putAccessBlock(asked);
    }

    @Override
    public GetPublicAccessBlockResponse getPublicAccessBlock(GetPublicAccessBlockRequest asked) {
        return bucketOperations.getAccessBlock(asked);
    }

    @Override
    public DeletePublicAccessBlockResponse deletePublicAccessBlock(
            DeletePublicAccessBlockRequest asked) {
        buckets.put(buckets.get(asked.bucket()).withAccessBlock(null));
        return DeletePublicAccessBlockResponse.builder().build();
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest asked, RequestBody body) {
        return objects.put(asked, body);
    }

    @Override
    public <T> T getObject(
            GetObjectRequest asked, ResponseTransformer<GetObjectResponse, T> transformer) {
        return objects.get(asked, transformer);
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest asked) {
        return objects.head(asked);
    }

    @Override
    public CopyObjectResponse copyObject(CopyObjectRequest asked) {
        return objects.copy(asked);
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest asked) {
        blobs.delete(buckets.get(asked.bucket()).objects(), S3Objects.key(asked.key()));
        return DeleteObjectResponse.builder().build();
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        var named = asked.delete() == null ? List.<String>of() : keys(asked);
        if (named.isEmpty() || named.size() > Listing.MAX_KEYS) {
            throw S3Errors.s3(
                    400,
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our"
                            + " published schema");
        }
        named.forEach(key -> blobs.delete(bucket.objects(), key));
        boolean quiet = Boolean.TRUE.equals(asked.delete().quiet());
        return DeleteObjectsResponse.builder()
                .deleted(
                        named.stream()
                                .filter(_ -> !quiet)
                                .map(key -> DeletedObject.builder().key(key).build())
                                .toList())
                .build();
    }

    private static List<String> keys(DeleteObjectsRequest asked) {
        return asked.delete().objects().stream().map(one -> S3Objects.key(one.key())).toList();
    }

    @Override
    public PutObjectTaggingResponse putObjectTagging(PutObjectTaggingRequest asked) {
        Blob object = objects.find(asked.bucket(), asked.key());
        var attributes = new HashMap<>(object.attributes());
        attributes.put(ObjectHeaders.TAGS, new ObjectTags(asked.tagging().tagSet()).query());
        objects.annotate(buckets.get(asked.bucket()), object, attributes);
        return PutObjectTaggingResponse.builder().build();
    }

    @Override
    public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest asked) {
        Blob object = objects.find(asked.bucket(), asked.key());
        return GetObjectTaggingResponse.builder().tagSet(StoredObject.tags(object).tags()).build();
    }

    @Override
    public DeleteObjectTaggingResponse deleteObjectTagging(DeleteObjectTaggingRequest asked) {
        Blob object = objects.find(asked.bucket(), asked.key());
        var attributes = new HashMap<>(object.attributes());
        attributes.remove(ObjectHeaders.TAGS);
        objects.annotate(buckets.get(asked.bucket()), object, attributes);
        return DeleteObjectTaggingResponse.builder().build();
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request asked) {
        return listings.v2(asked);
    }

    @Override
    public ListObjectsResponse listObjects(ListObjectsRequest asked) {
        return listings.v1(asked);
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest asked) {
        return multipart.create(asked);
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest asked, RequestBody body) {
        return multipart.uploadPart(asked, body);
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            CompleteMultipartUploadRequest asked) {
        return multipart.complete(asked);
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest asked) {
        return multipart.abort(asked);
    }

    @Override
    public ListPartsResponse listParts(ListPartsRequest asked) {
        return multipart.listParts(asked);
    }

    @Override
    public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest asked) {
        return multipart.listUploads(asked);
    }

    @Override
    public GetBucketOwnershipControlsResponse getBucketOwnershipControls(
            GetBucketOwnershipControlsRequest asked) {
        return bucketOperations.ownership(asked);
    }

    @Override
    public GetObjectAttributesResponse getObjectAttributes(GetObjectAttributesRequest asked) {
        return objects.attributes(asked);
    }

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest asked) {
        return listings.versions(asked);
    }

    @Override
    public UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest asked) {
        return multipart.copyPart(asked);
    }
}
