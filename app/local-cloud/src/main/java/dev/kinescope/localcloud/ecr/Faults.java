package dev.kinescope.localcloud.ecr;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotEmptyException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.ServerException;

/** ECR's exceptions with its own codes and messages. */
final class Faults {
    private Faults() {}

    static AwsServiceException noRepository(String name, String account) {
        return of(
                RepositoryNotFoundException.builder(),
                "RepositoryNotFoundException",
                repository(name, account, "does not exist in the registry"));
    }

    static AwsServiceException exists(String name, String account) {
        return of(
                RepositoryAlreadyExistsException.builder(),
                "RepositoryAlreadyExistsException",
                repository(name, account, "already exists in the registry"));
    }

    static AwsServiceException notEmpty(String name, String account) {
        return of(
                RepositoryNotEmptyException.builder(),
                "RepositoryNotEmptyException",
                "The repository with name '"
                        + name
                        + "' in registry with id '"
                        + account
                        + "' cannot be deleted because it still contains images");
    }

    private static String repository(String name, String account, String what) {
        return "The repository with name '" + name + "' " + what + " with id '" + account + "'";
    }

    static AwsServiceException noImage(String image, String name, String account) {
        return of(
                ImageNotFoundException.builder(),
                "ImageNotFoundException",
                "The image with imageId {"
                        + image
                        + "} does not exist within the repository with name '"
                        + name
                        + "' in the registry with id '"
                        + account
                        + "'");
    }

    static AwsServiceException invalid(String message) {
        return of(InvalidParameterException.builder(), "InvalidParameterException", message);
    }

    static AwsServiceException unreachable(UnreachableRegistryException e) {
        return ServerException.builder()
                .message(e.getMessage())
                .cause(e)
                .awsErrorDetails(details("ServerException", String.valueOf(e.getMessage())))
                .statusCode(500)
                .build();
    }

    private static AwsServiceException of(
            AwsServiceException.Builder builder, String code, String message) {
        return builder.message(message)
                .awsErrorDetails(details(code, message))
                .statusCode(400)
                .build();
    }

    private static AwsErrorDetails details(String code, String message) {
        return AwsErrorDetails.builder()
                .serviceName("Ecr")
                .errorCode(code)
                .errorMessage(message)
                .build();
    }
}
