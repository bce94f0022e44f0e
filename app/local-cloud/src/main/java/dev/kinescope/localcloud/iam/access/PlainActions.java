package dev.kinescope.localcloud.iam.access;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.comprehend.model.ComprehendException;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Services whose actions are called as the operations are and are about no one resource. */
final class PlainActions implements ServiceActions {
    private final String prefix;
    private final Set<String> operations;
    private final Function<String, AwsServiceException> refusal;

    private PlainActions(
            String prefix, Set<String> operations, Function<String, AwsServiceException> refusal) {
        this.prefix = prefix;
        this.operations = operations;
        this.refusal = refusal;
    }

    static PlainActions comprehend() {
        return new PlainActions(
                "comprehend:",
                Set.of(
                        "BatchDetectDominantLanguage",
                        "BatchDetectEntities",
                        "BatchDetectKeyPhrases",
                        "BatchDetectSentiment",
                        "BatchDetectSyntax",
                        "BatchDetectTargetedSentiment",
                        "DetectDominantLanguage",
                        "DetectEntities",
                        "DetectKeyPhrases",
                        "DetectPiiEntities",
                        "DetectSentiment",
                        "DetectSyntax",
                        "DetectTargetedSentiment"),
                message -> Refusal.json(ComprehendException.builder(), "Comprehend", message));
    }

    static PlainActions cloudWatch() {
        return new PlainActions(
                "cloudwatch:",
                Set.of(
                        "DeleteAlarms",
                        "DescribeAlarms",
                        "GetMetricData",
                        "GetMetricStatistics",
                        "ListMetrics",
                        "PutMetricAlarm",
                        "PutMetricData"),
                message ->
                        Refusal.of(
                                CloudWatchException.builder(),
                                "CloudWatch",
                                403,
                                "AccessDenied",
                                message));
    }

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        if (!operations.contains(operation)) {
            return Optional.empty();
        }
        Need need = Need.of(prefix + operation, "*");
        return Optional.of(
                List.of(
                        operation.equals("PutMetricData")
                                ? need.with(
                                        "cloudwatch:namespace",
                                        Members.textOr(request, "Namespace", ""))
                                : need));
    }

    @Override
    public AwsServiceException refused(String message) {
        return refusal.apply(message);
    }
}
