package dev.kinescope.localcloud.s3;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3's errors with its codes, messages and status codes (AWS documentation, Error responses). */
final class S3Errors {
    private S3Errors() {}

    static AwsServiceException noSuchKey() {
        return error(
                NoSuchKeyException.builder(),
                404,
                "NoSuchKey",
                "The specified key does not exist.");
    }

    static AwsServiceException noSuchBucket() {
        return error(
                NoSuchBucketException.builder(),
                404,
                "NoSuchBucket",
                "The specified bucket does not exist");
    }

    static AwsServiceException noSuchUpload() {
        return error(
                NoSuchUploadException.builder(),
                404,
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload"
                        + " may have been aborted or completed.");
    }

    static AwsServiceException alreadyOwned() {
        return error(
                BucketAlreadyOwnedByYouException.builder(),
                409,
                "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own"
                        + " it.");
    }

    static AwsServiceException preconditionFailed() {
        return s3(
                412,
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold");
    }

    static AwsServiceException badDigest(String what) {
        return s3(
                400, "BadDigest", "The " + what + " you specified did not match what we received.");
    }

    static AwsServiceException malformedXml() {
        return s3(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our"
                        + " published schema");
    }

    static AwsServiceException invalidArgument(String message) {
        return s3(400, "InvalidArgument", message);
    }

    static AwsServiceException s3(int status, String code, String message) {
        return error(S3Exception.builder(), status, code, message);
    }

    private static AwsServiceException error(
            AwsServiceException.Builder builder, int status, String code, String message) {
        return builder.message(message)
                .statusCode(status)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName("S3")
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .build();
    }
}
