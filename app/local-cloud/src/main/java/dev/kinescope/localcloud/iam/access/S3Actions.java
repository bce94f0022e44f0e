package dev.kinescope.localcloud.iam.access;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** S3: actions differ from operations and are about a bucket or an object. */
final class S3Actions implements ServiceActions {
    private static final String ARN = "arn:aws:s3:::";

    private static final Map<String, String> ON_A_BUCKET =
            Map.ofEntries(
                    Map.entry("CreateBucket", "CreateBucket"),
                    Map.entry("DeleteBucket", "DeleteBucket"),
                    Map.entry("DeleteBucketPolicy", "DeleteBucketPolicy"),
                    Map.entry("DeleteBucketTagging", "PutBucketTagging"),
                    Map.entry("DeletePublicAccessBlock", "PutBucketPublicAccessBlock"),
                    Map.entry("GetBucketAcl", "GetBucketAcl"),
                    Map.entry("GetBucketEncryption", "GetEncryptionConfiguration"),
                    Map.entry("GetBucketLocation", "GetBucketLocation"),
                    Map.entry("GetBucketOwnershipControls", "GetBucketOwnershipControls"),
                    Map.entry("GetBucketPolicy", "GetBucketPolicy"),
                    Map.entry("GetBucketPolicyStatus", "GetBucketPolicyStatus"),
                    Map.entry("GetBucketTagging", "GetBucketTagging"),
                    Map.entry("GetBucketVersioning", "GetBucketVersioning"),
                    Map.entry("GetPublicAccessBlock", "GetBucketPublicAccessBlock"),
                    Map.entry("HeadBucket", "ListBucket"),
                    Map.entry("ListMultipartUploads", "ListBucketMultipartUploads"),
                    Map.entry("ListObjectVersions", "ListBucketVersions"),
                    Map.entry("ListObjects", "ListBucket"),
                    Map.entry("ListObjectsV2", "ListBucket"),
                    Map.entry("PutBucketEncryption", "PutEncryptionConfiguration"),
                    Map.entry("PutBucketOwnershipControls", "PutBucketOwnershipControls"),
                    Map.entry("PutBucketPolicy", "PutBucketPolicy"),
                    Map.entry("PutBucketTagging", "PutBucketTagging"),
                    Map.entry("PutPublicAccessBlock", "PutBucketPublicAccessBlock"));

    private static final Map<String, List<String>> ON_AN_OBJECT =
            Map.ofEntries(
                    Map.entry("AbortMultipartUpload", List.of("AbortMultipartUpload")),
                    Map.entry("CompleteMultipartUpload", List.of("PutObject")),
                    Map.entry("CopyObject", List.of("PutObject")),
                    Map.entry("CreateMultipartUpload", List.of("PutObject")),
                    Map.entry("DeleteObject", List.of("DeleteObject")),
                    Map.entry("DeleteObjectTagging", List.of("DeleteObjectTagging")),
                    Map.entry("GetObject", List.of("GetObject")),
                    Map.entry("GetObjectAcl", List.of("GetObjectAcl")),
                    Map.entry("GetObjectAttributes", List.of("GetObject", "GetObjectAttributes")),
                    Map.entry("GetObjectTagging", List.of("GetObjectTagging")),
                    Map.entry("HeadObject", List.of("GetObject")),
                    Map.entry("ListParts", List.of("ListMultipartUploadParts")),
                    Map.entry("PutObject", List.of("PutObject")),
                    Map.entry("PutObjectTagging", List.of("PutObjectTagging")),
                    Map.entry("UploadPart", List.of("PutObject")),
                    Map.entry("UploadPartCopy", List.of("PutObject")));

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        if (operation.equals("ListBuckets")) {
            return Optional.of(List.of(Need.of("s3:ListAllMyBuckets", ARN + "*")));
        }
        if (operation.equals("DeleteObjects")) {
            // Each key is asked for by itself: what is refused is told among the errors.
            return Optional.of(List.of());
        }
        String bucket = ARN + bucket(request);
        String onBucket = ON_A_BUCKET.get(operation);
        if (onBucket != null) {
            return Optional.of(List.of(listing(request, Need.of("s3:" + onBucket, bucket))));
        }
        List<String> onObject = ON_AN_OBJECT.get(operation);
        if (onObject == null) {
            return Optional.empty();
        }
        var needs = new ArrayList<Need>();
        if (operation.equals("CopyObject") || operation.equals("UploadPartCopy")) {
            needs.add(Need.of("s3:GetObject", ARN + source(request)));
        }
        String object = bucket + "/" + key(request);
        onObject.forEach(action -> needs.add(Need.of("s3:" + action, object)));
        if (onObject.contains("PutObject") && Members.has(request, "Tagging")) {
            needs.add(Need.of("s3:PutObjectTagging", object));
        }
        return Optional.of(needs);
    }

    private static Need listing(SdkRequest request, Need need) {
        Need with = need;
        if (need.action().startsWith("s3:ListBucket")) {
            // A listing without a prefix is one of the empty prefix.
            with = with.with("s3:prefix", Members.textOr(request, "Prefix", ""));
            for (String member : List.of("Delimiter", "MaxKeys")) {
                Optional<Object> value = request.getValueForField(member, Object.class);
                if (value.isPresent()) {
                    with =
                            with.with(
                                    member.equals("MaxKeys") ? "s3:max-keys" : "s3:delimiter",
                                    value.get());
                }
            }
        }
        return with;
    }

    /** What must be allowed for a missing key to be told from one that must not be read. */
    static Need listingOf(SdkRequest request) {
        return Need.of("s3:ListBucket", ARN + bucket(request));
    }

    static Need deletion(SdkRequest request, String key) {
        return Need.of("s3:DeleteObject", ARN + bucket(request) + "/" + key);
    }

    private static String bucket(SdkRequest request) {
        return Members.text(request, "Bucket")
                .or(() -> Members.text(request, "DestinationBucket"))
                .orElse("");
    }

    private static String key(SdkRequest request) {
        return Members.text(request, "Key")
                .or(() -> Members.text(request, "DestinationKey"))
                .orElse("");
    }

    private static String source(SdkRequest request) {
        // As S3 decides it: two members, else the header.
        Optional<String> bucket = Members.text(request, "SourceBucket");
        Optional<String> key = Members.text(request, "SourceKey");
        if (bucket.isPresent() && key.isPresent()) {
            return bucket.get() + "/" + key.get();
        }
        String header = Members.textOr(request, "CopySource", "").replace("+", "%2B");
        String path;
        try {
            path = URLDecoder.decode(header, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // S3 says that the header is none.
            path = header;
        }
        return path.startsWith("/") ? path.substring(1) : path;
    }

    @Override
    public AwsServiceException refused(String message) {
        return Refusal.of(S3Exception.builder(), "S3", 403, "AccessDenied", message);
    }
}
