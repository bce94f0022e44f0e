package dev.kinescope.localcloud;

import dev.kinescope.localcloud.wire.OfferedService;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

import java.util.Map;

/** Under what names and in which protocol AWS offers each service; one line registers one. */
final class Offers {
    private static final Map<String, Integer> LAMBDA_STATUSES =
            Map.of(
                    "CreateFunction", 201,
                    "DeleteFunction", 204,
                    "PublishVersion", 201,
                    "CreateAlias", 201,
                    "DeleteAlias", 204,
                    "DeleteFunctionConcurrency", 204,
                    "AddPermission", 201,
                    "RemovePermission", 204,
                    "TagResource", 204,
                    "UntagResource", 204);

    private static final Map<String, Integer> S3_STATUSES =
            Map.of(
                    "DeleteObject", 204,
                    "DeleteBucket", 204,
                    "AbortMultipartUpload", 204,
                    "DeleteObjectTagging", 204,
                    "DeleteBucketTagging", 204,
                    "PutBucketPolicy", 204,
                    "DeleteBucketPolicy", 204,
                    "DeletePublicAccessBlock", 204);

    private static final Map<String, String> S3_ROOTS =
            Map.ofEntries(
                    Map.entry("ListBuckets", "ListAllMyBucketsResult"),
                    Map.entry("ListObjects", "ListBucketResult"),
                    Map.entry("ListObjectsV2", "ListBucketResult"),
                    Map.entry("ListObjectVersions", "ListVersionsResult"),
                    Map.entry("DeleteObjects", "DeleteResult"),
                    Map.entry("CreateMultipartUpload", "InitiateMultipartUploadResult"),
                    Map.entry("GetBucketLocation", "LocationConstraint"),
                    Map.entry("GetObjectTagging", "Tagging"),
                    Map.entry("GetBucketTagging", "Tagging"),
                    Map.entry("GetBucketVersioning", "VersioningConfiguration"),
                    Map.entry("GetObjectAttributes", "GetObjectAttributesOutput"));

    private Offers() {}

    static OfferedService kinesis(KinesisClient service) {
        return OfferedService.json("kinesis", "Kinesis_20131202", service);
    }

    static OfferedService firehose(FirehoseClient service) {
        return OfferedService.json("firehose", "Firehose_20150804", service);
    }

    static OfferedService comprehend(ComprehendClient service) {
        return OfferedService.json("comprehend", "Comprehend_20171127", service);
    }

    static OfferedService logs(CloudWatchLogsClient service) {
        return OfferedService.json("logs", "Logs_20140328", service);
    }

    static OfferedService lambda(LambdaClient service) {
        return OfferedService.restJson("lambda", LAMBDA_STATUSES, service);
    }

    static OfferedService s3(S3Client service) {
        return OfferedService.restXml(
                "s3", "http://s3.amazonaws.com/doc/2006-03-01/", S3_STATUSES, S3_ROOTS, service);
    }

    static OfferedService iam(IamClient service) {
        return OfferedService.query(
                "iam", "", "https://iam.amazonaws.com/doc/2010-05-08/", service);
    }

    static OfferedService sts(StsClient service) {
        return OfferedService.query(
                "sts", "", "https://sts.amazonaws.com/doc/2011-06-15/", service);
    }

    static OfferedService secrets(SecretsManagerClient service) {
        return OfferedService.json("secretsmanager", "secretsmanager", service);
    }

    static OfferedService ecr(EcrClient service) {
        return OfferedService.json("ecr", "AmazonEC2ContainerRegistry_V20150921", service);
    }

    static OfferedService cloudWatch(CloudWatchClient service) {
        return OfferedService.query(
                "monitoring",
                "GraniteServiceVersion20100801",
                "http://monitoring.amazonaws.com/doc/2010-08-01/",
                service);
    }
}
