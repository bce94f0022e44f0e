package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ecr.model.EcrException;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** ECR: actions are about a repository; the token for the registry is about none. */
final class EcrActions implements ServiceActions {
    private static final Set<String> ON_A_REPOSITORY =
            Set.of(
                    "BatchGetImage",
                    "CreateRepository",
                    "DeleteRepository",
                    "DescribeImages",
                    "ListImages",
                    "ListTagsForResource",
                    "TagResource",
                    "UntagResource");

    private final CloudIdentity identity;

    EcrActions(CloudIdentity identity) {
        this.identity = identity;
    }

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        String action = "ecr:" + operation;
        if (operation.equals("GetAuthorizationToken")) {
            return Optional.of(List.of(Need.of(action, "*")));
        }
        if (operation.equals("DescribeRepositories")) {
            List<String> names = Members.texts(request, "repositoryNames");
            return Optional.of(
                    names.isEmpty()
                            ? List.of(Need.of(action, repository("*")))
                            : names.stream()
                                    .map(name -> Need.of(action, repository(name)))
                                    .toList());
        }
        return ON_A_REPOSITORY.contains(operation)
                ? Optional.of(
                        List.of(
                                Need.of(
                                        action,
                                        Members.text(request, "resourceArn")
                                                .orElseGet(() ->
                                                        repository(
                                                                Members.textOr(
                                                                        request,
                                                                        "repositoryName",
                                                                        ""))))))
                : Optional.empty();
    }

    private String repository(String name) {
        return identity.arn("ecr", "repository/" + name);
    }

    @Override
    public AwsServiceException refused(String message) {
        return Refusal.json(EcrException.builder(), "Ecr", message);
    }
}
