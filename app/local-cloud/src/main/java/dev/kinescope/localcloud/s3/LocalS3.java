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
import java.util.UUID;
import java.util.function.Supplier;

/**
 * S3 as the local cloud offers it: one method for each operation, each handing on to the class that
 * knows its subject. Own rather than an embedded server: see {@code docs/decisions/0003-own-s3.md}.
 *
 * <p>One line of imports for each operation makes this file long; it holds no logic.
 */
public final class LocalS3 implements S3Client {
    private final Buckets buckets;
    private final BucketOperations bucketOperations;
    private final S3Objects objects;
    private final DeleteOperations deletions;
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
        this.buckets = new Buckets(documents);
        this.objects = new S3Objects(buckets, blobs);
        this.deletions = new DeleteOperations(buckets, objects);
        var uploads = new MultipartUploads(documents, blobs, clock, ids);
        uploads.removeLeft(bucket -> buckets.find(bucket).isPresent());
        this.bucketOperations =
                new BucketOperations(identity, buckets, blobs, objects, uploads, clock);
        this.multipart = new MultipartOperations(buckets, blobs, objects, uploads);
        this.listings = new ListOperations(identity, buckets, blobs);
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
        bucketOperations.change(asked.bucket(), bucket -> bucket.withPolicy(null));
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
        bucketOperations.change(asked.bucket(), bucket -> bucket.withAccessBlock(null));
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
        return deletions.one(asked);
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest asked) {
        return deletions.many(asked);
    }

    @Override
    public PutObjectTaggingResponse putObjectTagging(PutObjectTaggingRequest asked) {
        buckets.get(asked.bucket());
        S3Objects.checkVersion(asked.versionId());
        if (asked.tagging() == null) {
            throw S3Errors.malformedXml();
        }
        String tags = new ObjectTags(asked.tagging().tagSet()).query();
        objects.annotate(
                asked.bucket(),
                asked.key(),
                attributes -> attributes.put(ObjectHeaders.TAGS, tags));
        return PutObjectTaggingResponse.builder().build();
    }

    @Override
    public GetObjectTaggingResponse getObjectTagging(GetObjectTaggingRequest asked) {
        Blob object = objects.find(asked.bucket(), asked.key(), asked.versionId());
        return GetObjectTaggingResponse.builder().tagSet(StoredObject.tags(object).tags()).build();
    }

    @Override
    public DeleteObjectTaggingResponse deleteObjectTagging(DeleteObjectTaggingRequest asked) {
        S3Objects.checkVersion(asked.versionId());
        objects.annotate(
                asked.bucket(), asked.key(), attributes -> attributes.remove(ObjectHeaders.TAGS));
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
