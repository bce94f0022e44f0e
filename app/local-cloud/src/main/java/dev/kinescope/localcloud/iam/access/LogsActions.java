package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CloudWatch Logs: actions are about a log group or one of its streams. */
final class LogsActions implements ServiceActions {
    private static final Set<String> ON_A_GROUP =
            Set.of(
                    "CreateLogGroup",
                    "DeleteLogGroup",
                    "DeleteRetentionPolicy",
                    "DescribeLogStreams",
                    "FilterLogEvents",
                    "ListTagsForResource",
                    "ListTagsLogGroup",
                    "PutRetentionPolicy",
                    "StartQuery",
                    "TagLogGroup",
                    "TagResource",
                    "UntagLogGroup",
                    "UntagResource");
    private static final Set<String> ON_A_STREAM =
            Set.of("CreateLogStream", "DeleteLogStream", "GetLogEvents", "PutLogEvents");
    private static final Set<String> ON_NOTHING =
            Set.of("DescribeLogGroups", "GetQueryResults", "StopQuery");

    private final CloudIdentity identity;

    LogsActions(CloudIdentity identity) {
        this.identity = identity;
    }

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        String action = "logs:" + operation;
        if (ON_A_GROUP.contains(operation)) {
            // Policies name a group with or without what stands for its streams.
            String group = group(request);
            return Optional.of(List.of(Need.of(action, group + ":log-stream:", group)));
        }
        if (ON_A_STREAM.contains(operation)) {
            String stream = Members.textOr(request, "logStreamName", "");
            return Optional.of(List.of(Need.of(action, group(request) + ":log-stream:" + stream)));
        }
        return ON_NOTHING.contains(operation)
                ? Optional.of(
                        List.of(Need.of(action, identity.arn("logs", "log-group::log-stream:"))))
                : Optional.empty();
    }

    private String group(SdkRequest request) {
        String arn =
                Members.text(request, "logGroupIdentifier")
                        .or(() -> Members.text(request, "resourceArn"))
                        .filter(given -> given.startsWith("arn:"))
                        .orElse("");
        if (!arn.isEmpty()) {
            return arn.endsWith(":*") ? arn.substring(0, arn.length() - 2) : arn;
        }
        String name =
                Members.text(request, "logGroupName")
                        .or(() -> Members.text(request, "logGroupIdentifier"))
                        .orElse("");
        return identity.arn("logs", "log-group:" + name);
    }

    @Override
    public AwsServiceException refused(String message) {
        return Refusal.json(CloudWatchLogsException.builder(), "CloudWatchLogs", message);
    }
}
