package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.ProcessorParameterName;
import software.amazon.awssdk.services.firehose.model.UpdateDestinationRequest;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Firehose: actions are about a delivery stream; its roles are passed to the service. */
final class FirehoseActions implements ServiceActions {
    private static final Set<String> ON_A_STREAM =
            Set.of(
                    "CreateDeliveryStream",
                    "DeleteDeliveryStream",
                    "DescribeDeliveryStream",
                    "ListTagsForDeliveryStream",
                    "PutRecord",
                    "PutRecordBatch",
                    "StartDeliveryStreamEncryption",
                    "StopDeliveryStreamEncryption",
                    "TagDeliveryStream",
                    "UntagDeliveryStream",
                    "UpdateDestination");

    private final CloudIdentity identity;

    FirehoseActions(CloudIdentity identity) {
        this.identity = identity;
    }

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        String action = "firehose:" + operation;
        if (operation.equals("ListDeliveryStreams")) {
            return Optional.of(List.of(Need.of(action, "*")));
        }
        if (!ON_A_STREAM.contains(operation)) {
            return Optional.empty();
        }
        String name = Members.textOr(request, "DeliveryStreamName", "");
        return Optional.of(
                PassedRoles.and(
                        Need.of(action, identity.arn("firehose", "deliverystream/" + name)),
                        PassedRoles.to("firehose.amazonaws.com", roles(request))));
    }

    private static Set<String> roles(SdkRequest request) {
        var roles = new HashSet<String>();
        if (request instanceof CreateDeliveryStreamRequest asked) {
            if (asked.kinesisStreamSourceConfiguration() != null) {
                roles.add(asked.kinesisStreamSourceConfiguration().roleARN());
            }
            var s3 = asked.extendedS3DestinationConfiguration();
            if (s3 != null) {
                roles.add(s3.roleARN());
                roles.addAll(roles(s3.processingConfiguration()));
                if (s3.s3BackupConfiguration() != null) {
                    roles.add(s3.s3BackupConfiguration().roleARN());
                }
            }
        } else if (request instanceof UpdateDestinationRequest asked) {
            var s3 = asked.extendedS3DestinationUpdate();
            if (s3 != null) {
                roles.add(s3.roleARN());
                roles.addAll(roles(s3.processingConfiguration()));
                if (s3.s3BackupUpdate() != null) {
                    roles.add(s3.s3BackupUpdate().roleARN());
                }
            }
        }
        roles.removeIf(role -> role == null);
        return roles;
    }

    private static Set<String> roles(ProcessingConfiguration processing) {
        var roles = new HashSet<String>();
        if (processing != null) {
            for (var processor : processing.processors()) {
                for (var parameter : processor.parameters()) {
                    if (parameter.parameterName() == ProcessorParameterName.ROLE_ARN) {
                        roles.add(parameter.parameterValue());
                    }
                }
            }
        }
        return roles;
    }

    @Override
    public AwsServiceException refused(String message) {
        return Refusal.json(FirehoseException.builder(), "Firehose", message);
    }
}
