package dev.kinescope.localcloud.s3;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

import java.util.ArrayList;
import java.util.List;

/** Deletes objects, one or many, if they are still what the request says they are. */
final class DeleteOperations {
    private final Buckets buckets;
    private final S3Objects objects;

    DeleteOperations(Buckets buckets, S3Objects objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    DeleteObjectResponse one(DeleteObjectRequest asked) {
        delete(asked.bucket(), asked.key(), asked.versionId(), asked.ifMatch());
        return DeleteObjectResponse.builder().build();
    }

    private void delete(
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String versionId,
            @Nullable String ifMatch) {
        String name = buckets.get(bucket).name();
        String checked = S3Objects.key(key);
        S3Objects.checkVersion(versionId);
        objects.delete(name, checked, Conditions.forWrite(ifMatch, null));
    }

    DeleteObjectsResponse many(DeleteObjectsRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        var named = asked.delete() == null ? List.<ObjectIdentifier>of() : asked.delete().objects();
        if (named.isEmpty() || named.size() > Listing.MAX_KEYS) {
            throw S3Errors.malformedXml();
        }
        named.forEach(one -> S3Objects.key(one.key()));
        boolean quiet = Boolean.TRUE.equals(asked.delete().quiet());
        var deleted = new ArrayList<DeletedObject>();
        var errors = new ArrayList<S3Error>();
        for (ObjectIdentifier one : named) {
            try {
                delete(bucket.name(), one.key(), one.versionId(), one.eTag());
                if (!quiet) {
                    deleted.add(DeletedObject.builder().key(one.key()).build());
                }
            } catch (AwsServiceException e) {
                errors.add(
                        S3Error.builder()
                                .key(one.key())
                                .versionId(one.versionId())
                                .code(e.awsErrorDetails().errorCode())
                                .message(e.awsErrorDetails().errorMessage())
                                .build());
            }
        }
        return DeleteObjectsResponse.builder().deleted(deleted).errors(errors).build();
    }
}
