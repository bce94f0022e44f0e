package dev.kinescope.pipeline.provisioning;

import software.amazon.awssdk.services.firehose.model.BufferingHints;
import software.amazon.awssdk.services.firehose.model.CloudWatchLoggingOptions;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationUpdate;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorParameterName;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;

/** Puts a delivery stream's destination into Firehose's words. */
record DeliveryRequest(
        DeliveryDefinition definition, String transformFunction, Arns arns, String roleArn) {

    /** Shorter buffers are not for the backup (AWS documentation, Buffering hints). */
    private static final int LEAST_BACKUP_SECONDS = 60;

    /** The whole destination, for CreateDeliveryStream. */
    ExtendedS3DestinationConfiguration configuration() {
        var destination =
                ExtendedS3DestinationConfiguration.builder()
                        .roleARN(roleArn)
                        .bucketARN(arns.bucket(definition.bucket()))
                        .prefix(definition.prefix())
                        .errorOutputPrefix(definition.errorPrefix())
                        .bufferingHints(hints ->
                                hints.sizeInMBs(definition.bufferMiB())
                                        .intervalInSeconds(definition.bufferSeconds()))
                        .compressionFormat(definition.compression().name())
                        .cloudWatchLoggingOptions(logging())
                        .processingConfiguration(processing());
        definition
                .rawBackupPrefix()
                .ifPresent(prefix ->
                        destination
                                .s3BackupMode(S3BackupMode.ENABLED)
                                .s3BackupConfiguration(backup ->
                                        backup.roleARN(roleArn)
                                                .bucketARN(arns.bucket(definition.bucket()))
                                                .prefix(prefix)
                                                .errorOutputPrefix(definition.errorPrefix())
                                                .bufferingHints(backupHints())));
        return destination.build();
    }

    private BufferingHints backupHints() {
        return BufferingHints.builder()
                .sizeInMBs(definition.bufferMiB())
                .intervalInSeconds(Math.max(LEAST_BACKUP_SECONDS, definition.bufferSeconds()))
                .build();
    }

    private CloudWatchLoggingOptions logging() {
        return CloudWatchLoggingOptions.builder()
                .enabled(true)
                .logGroupName(DeliveryResource.logGroup(definition.name()))
                .logStreamName(DeliveryResource.LOG_STREAM)
                .build();
    }

    private ProcessingConfiguration processing() {
        Processor transform =
                Processor.builder()
                        .type(ProcessorType.LAMBDA)
                        .parameters(
                                parameter(
                                        ProcessorParameterName.LAMBDA_ARN,
                                        arns.function(transformFunction) + ":$LATEST"),
                                parameter(
                                        ProcessorParameterName.BUFFER_SIZE_IN_M_BS,
                                        Fields.plain(definition.processorBufferMB())),
                                parameter(
                                        ProcessorParameterName.BUFFER_INTERVAL_IN_SECONDS,
                                        Integer.toString(definition.processorBufferSeconds())),
                                parameter(ProcessorParameterName.NUMBER_OF_RETRIES, "3"))
                        .build();
        return ProcessingConfiguration.builder().enabled(true).processors(transform).build();
    }

    private static ProcessorParameter parameter(ProcessorParameterName name, String value) {
        return ProcessorParameter.builder().parameterName(name).parameterValue(value).build();
    }

    /** The same as a change; Firehose merges it member by member, except for the processors. */
    ExtendedS3DestinationUpdate update() {
        ExtendedS3DestinationConfiguration wanted = configuration();
        var update =
                ExtendedS3DestinationUpdate.builder()
                        .roleARN(wanted.roleARN())
                        .bucketARN(wanted.bucketARN())
                        .prefix(wanted.prefix())
                        .errorOutputPrefix(wanted.errorOutputPrefix())
                        .bufferingHints(wanted.bufferingHints())
                        .compressionFormat(wanted.compressionFormat())
                        .processingConfiguration(wanted.processingConfiguration());
        definition
                .rawBackupPrefix()
                .ifPresent(prefix ->
                        update.s3BackupMode(S3BackupMode.ENABLED)
                                .s3BackupUpdate(backup ->
                                        backup.roleARN(wanted.roleARN())
                                                .bucketARN(wanted.bucketARN())
                                                .prefix(prefix)
                                                .errorOutputPrefix(definition.errorPrefix())
                                                .bufferingHints(backupHints())));
        return update.build();
    }
}
