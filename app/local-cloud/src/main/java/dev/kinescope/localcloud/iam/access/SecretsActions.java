package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Secrets Manager: actions are about a secret, whose ARN ends in six characters of its own. */
final class SecretsActions implements ServiceActions {
    private static final Set<String> ON_A_SECRET =
            Set.of(
                    "CancelRotateSecret",
                    "DeleteResourcePolicy",
                    "DeleteSecret",
                    "DescribeSecret",
                    "GetResourcePolicy",
                    "GetSecretValue",
                    "ListSecretVersionIds",
                    "PutResourcePolicy",
                    "PutSecretValue",
                    "RestoreSecret",
                    "TagResource",
                    "UntagResource",
                    "UpdateSecret",
                    "UpdateSecretVersionStage");

    private final CloudIdentity identity;
    private final Function<String, Optional<String>> arnOfSecret;

    /**
     * @param arnOfSecret tells the ARN of the secret that a name or an ARN means
     */
    SecretsActions(CloudIdentity identity, Function<String, Optional<String>> arnOfSecret) {
        this.identity = identity;
        this.arnOfSecret = arnOfSecret;
    }

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        String action = "secretsmanager:" + operation;
        if (operation.equals("ListSecrets") || operation.equals("GetRandomPassword")) {
            return Optional.of(List.of(Need.of(action, "*")));
        }
        if (operation.equals("CreateSecret")) {
            // Its six characters are not known yet; any will do for a policy with ??????.
            String arn = named(Members.textOr(request, "Name", ""));
            return Optional.of(List.of(Need.of(action, arn, arn + "-XXXXXX")));
        }
        if (!ON_A_SECRET.contains(operation)) {
            return Optional.empty();
        }
        String given = Members.textOr(request, "SecretId", "");
        String arn =
                arnOfSecret
                        .apply(given)
                        .orElseGet(() -> given.startsWith("arn:") ? given : named(given));
        return Optional.of(List.of(Need.of(action, arn)));
    }

    private String named(String name) {
        return identity.arn("secretsmanager", "secret:" + name);
    }

    @Override
    public AwsServiceException refused(String message) {
        return Refusal.json(SecretsManagerException.builder(), "SecretsManager", message);
    }
}
