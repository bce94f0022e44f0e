package dev.kinescope.localcloud.iam;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** IAM's exceptions with its own error codes and statuses. */
final class Faults {
    private Faults() {}

    static AwsServiceException noSuchRole(String name) {
        return noSuchEntity("The role with name " + name + " cannot be found.");
    }

    static AwsServiceException noSuchRolePolicy(String name) {
        return noSuchEntity("The role policy with name " + name + " cannot be found.");
    }

    static AwsServiceException noSuchEntity(String message) {
        return of(NoSuchEntityException.builder(), 404, "NoSuchEntity", message);
    }

    static AwsServiceException alreadyExists(String what) {
        return of(
                EntityAlreadyExistsException.builder(),
                409,
                "EntityAlreadyExists",
                what + " already exists.");
    }

    static AwsServiceException deleteConflict(String message) {
        return of(DeleteConflictException.builder(), 409, "DeleteConflict", message);
    }

    static AwsServiceException malformedPolicy(String message) {
        return of(
                MalformedPolicyDocumentException.builder(),
                400,
                "MalformedPolicyDocument",
                message);
    }

    static AwsServiceException limitExceeded(String message) {
        return of(LimitExceededException.builder(), 409, "LimitExceeded", message);
    }

    static AwsServiceException validation(String message) {
        return of(IamException.builder(), 400, "ValidationError", message);
    }

    private static AwsServiceException of(
            AwsServiceException.Builder builder, int status, String code, String message) {
        return builder.message(message)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName("Iam")
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .statusCode(status)
                .build();
    }
}
