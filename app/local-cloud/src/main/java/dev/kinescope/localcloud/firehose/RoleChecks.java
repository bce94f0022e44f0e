package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.calls.CannotAssumeRoleException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import java.util.stream.Stream;

/** Refuses, when a delivery stream is made or changed, roles that Firehose could not act with. */
final class RoleChecks {
    private final Surroundings around;

    RoleChecks(Surroundings around) {
        this.around = around;
    }

    /** Describes the stream as the role, as Firehose does before it accepts a source. */
    void check(DeliveryStream.Source source) {
        try {
            new ActingSource(around, source.roleArn()).created(source.streamArn());
        } catch (StreamSource.Unreadable e) {
            throw switch (e.trouble()) {
                case ROLE_NOT_ASSUMED -> notAssumed(source.roleArn());
                case DENIED ->
                        FirehoseErrors.invalidArgument(
                                "Role %s is not authorized to perform: kinesis:DescribeStream on resource %s."
                                        .formatted(source.roleArn(), source.streamArn()));
                case THROTTLED, ITERATOR_EXPIRED, POSITION_INVALID, NOT_FOUND, OTHER ->
                        FirehoseErrors.invalidArgument(
                                e.getMessage() == null
                                        ? "The source cannot be read."
                                        : e.getMessage());
            };
        }
    }

    /** Assumes every role of a destination once. */
    void check(DestinationSettings destination) {
        S3Settings backup = destination.backup();
        Stream.of(
                        Stream.of(destination.s3().roleArn()),
                        Stream.ofNullable(backup == null ? null : backup.roleArn()),
                        destination.lambda().flatMap(ProcessorSettings::roleArn).stream())
                .flatMap(roles -> roles)
                .distinct()
                .forEach(this::assume);
    }

    private void assume(String roleArn) {
        try {
            around.as(roleArn, () -> roleArn);
        } catch (CannotAssumeRoleException e) {
            throw notAssumed(roleArn);
        }
    }

    private static AwsServiceException notAssumed(String roleArn) {
        return FirehoseErrors.invalidArgument(
                "Firehose is unable to assume role %s. Please check the role provided."
                        .formatted(roleArn));
    }
}
