package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.lambda.model.LambdaException;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lambda: actions are about a function, a version or an alias; its role is passed to it. */
final class LambdaActions implements ServiceActions {
    private static final Set<String> ON_A_FUNCTION =
            Set.of(
                    "AddPermission",
                    "CreateAlias",
                    "CreateFunction",
                    "DeleteAlias",
                    "DeleteFunction",
                    "DeleteFunctionConcurrency",
                    "DeleteFunctionEventInvokeConfig",
                    "GetAlias",
                    "GetFunction",
                    "GetFunctionConcurrency",
                    "GetFunctionConfiguration",
                    "GetFunctionEventInvokeConfig",
                    "GetFunctionRecursionConfig",
                    "GetPolicy",
                    "GetRuntimeManagementConfig",
                    "ListAliases",
                    "ListVersionsByFunction",
                    "PublishVersion",
                    "PutFunctionConcurrency",
                    "PutFunctionEventInvokeConfig",
                    "PutRuntimeManagementConfig",
                    "RemovePermission",
                    "UpdateAlias",
                    "UpdateFunctionCode",
                    "UpdateFunctionConfiguration",
                    "UpdateFunctionEventInvokeConfig");
    private static final Set<String> INVOCATIONS =
            Set.of("Invoke", "InvokeAsync", "InvokeWithResponseStream");
    private static final Set<String> ON_AN_ARN = Set.of("ListTags", "TagResource", "UntagResource");
    private static final Set<String> ON_NOTHING =
            Set.of("GetAccountSettings", "ListFunctions", "ListLayers");

    private final CloudIdentity identity;

    LambdaActions(CloudIdentity identity) {
        this.identity = identity;
    }

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        String action = "lambda:" + operation;
        if (INVOCATIONS.contains(operation)) {
            return Optional.of(List.of(Need.of("lambda:InvokeFunction", function(request))));
        }
        if (ON_A_FUNCTION.contains(operation)) {
            return Optional.of(
                    PassedRoles.and(
                            Need.of(action, function(request)),
                            PassedRoles.to(
                                    "lambda.amazonaws.com",
                                    Members.text(request, "Role").stream().toList())));
        }
        if (ON_AN_ARN.contains(operation)) {
            return Optional.of(
                    List.of(Need.of(action, Members.textOr(request, "Resource", function("")))));
        }
        return ON_NOTHING.contains(operation)
                ? Optional.of(List.of(Need.of(action, "*")))
                : Optional.empty();
    }

    private String function(SdkRequest request) {
        String given = Members.textOr(request, "FunctionName", "");
        // By name, by NAME:QUALIFIER, by ACCOUNT:function:NAME or by ARN.
        int marker = given.indexOf("function:");
        String name = marker < 0 ? given : given.substring(marker + "function:".length());
        String qualifier = Members.textOr(request, "Qualifier", "");
        boolean complete = qualifier.isEmpty() || name.contains(":");
        return function(complete ? name : name + ":" + qualifier);
    }

    private String function(String name) {
        return identity.arn("lambda", "function:" + name);
    }

    @Override
    public AwsServiceException refused(String message) {
        return Refusal.of(
                LambdaException.builder(), "Lambda", 403, "AccessDeniedException", message);
    }
}
