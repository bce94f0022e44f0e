package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.firehose.model.BufferingHints;
import software.amazon.awssdk.services.firehose.model.CloudWatchLoggingOptions;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.DestinationDescription;
import software.amazon.awssdk.services.firehose.model.DynamicPartitioningConfiguration;
import software.amazon.awssdk.services.firehose.model.EncryptionConfiguration;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;
import software.amazon.awssdk.services.firehose.model.NoEncryptionConfig;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;
import software.amazon.awssdk.services.firehose.model.S3DestinationDescription;
import software.amazon.awssdk.services.firehose.model.SourceDescription;

import java.time.Instant;
import java.util.List;

/** A delivery stream as DescribeDeliveryStream shows it. */
final class Descriptions {
    /** A delivery stream has one destination, always of this id. */
    static final String DESTINATION_ID = "destinationId-000000000001";

    private static final EncryptionConfiguration NO_ENCRYPTION =
            EncryptionConfiguration.builder()
                    .noEncryptionConfig(NoEncryptionConfig.NO_ENCRYPTION)
                    .build();

    private Descriptions() {}

    static DeliveryStreamDescription describe(String arn, DeliveryStream stream) {
        Long updated = stream.updatedMillis();
        return DeliveryStreamDescription.builder()
                .deliveryStreamName(stream.name())
                .deliveryStreamARN(arn)
                .deliveryStreamStatus(stream.state().name())
                .deliveryStreamType(type(stream))
                .versionId(Integer.toString(stream.version()))
                .createTimestamp(Instant.ofEpochMilli(stream.createdMillis()))
                .lastUpdateTimestamp(updated == null ? null : Instant.ofEpochMilli(updated))
                .source(source(stream))
                .destinations(
                        DestinationDescription.builder()
                                .destinationId(DESTINATION_ID)
                                .s3DestinationDescription(plain(stream.destination().s3()))
                                .extendedS3DestinationDescription(extended(stream.destination()))
                                .build())
                .hasMoreDestinations(false)
                .build();
    }

    static DeliveryStreamType type(DeliveryStream stream) {
        return stream.isDirectPut()
                ? DeliveryStreamType.DIRECT_PUT
                : DeliveryStreamType.KINESIS_STREAM_AS_SOURCE;
    }

    private static @Nullable SourceDescription source(DeliveryStream stream) {
        DeliveryStream.Source source = stream.source();
        return source == null
                ? null
                : SourceDescription.builder()
                        .kinesisStreamSourceDescription(kinesis ->
                                kinesis.kinesisStreamARN(source.streamArn())
                                        .roleARN(source.roleArn())
                                        .deliveryStartTimestamp(stream.start().orElse(null)))
                        .build();
    }

    private static S3DestinationDescription plain(S3Settings s3) {
        return S3DestinationDescription.builder()
                .roleARN(s3.roleArn())
                .bucketARN(s3.bucketArn())
                .prefix(s3.prefix())
                .errorOutputPrefix(s3.errorPrefix())
                .bufferingHints(hints(s3))
                .compressionFormat(s3.compression())
                .encryptionConfiguration(NO_ENCRYPTION)
                .cloudWatchLoggingOptions(logging(s3.logging()))
                .build();
    }

    private static ExtendedS3DestinationDescription extended(DestinationSettings all) {
        S3Settings s3 = all.s3();
        S3Settings backup = all.backup();
        return ExtendedS3DestinationDescription.builder()
                .roleARN(s3.roleArn())
                .bucketARN(s3.bucketArn())
                .prefix(s3.prefix())
                .errorOutputPrefix(s3.errorPrefix())
                .bufferingHints(hints(s3))
                .compressionFormat(s3.compression())
                .encryptionConfiguration(NO_ENCRYPTION)
                .cloudWatchLoggingOptions(logging(s3.logging()))
                .processingConfiguration(processing(all.processing()))
                .s3BackupMode(all.backupEnabled() ? S3BackupMode.ENABLED : S3BackupMode.DISABLED)
                .s3BackupDescription(backup == null ? null : plain(backup))
                .fileExtension(all.fileExtension().isEmpty() ? null : all.fileExtension())
                .customTimeZone(all.timeZone())
                .dynamicPartitioningConfiguration(partitioning(all.partitioning()))
                .build();
    }

    private static @Nullable DynamicPartitioningConfiguration partitioning(
            DestinationSettings.@Nullable Partitioning settings) {
        return settings == null
                ? null
                : DynamicPartitioningConfiguration.builder()
                        .enabled(true)
                        .retryOptions(retry -> retry.durationInSeconds(settings.retrySeconds()))
                        .build();
    }

    private static BufferingHints hints(S3Settings s3) {
        return BufferingHints.builder()
                .sizeInMBs(s3.bufferMebibytes())
                .intervalInSeconds(s3.bufferSeconds())
                .build();
    }

    private static CloudWatchLoggingOptions logging(S3Settings.@Nullable Logging logging) {
        return logging == null
                ? CloudWatchLoggingOptions.builder().enabled(false).build()
                : CloudWatchLoggingOptions.builder()
                        .enabled(logging.enabled())
                        .logGroupName(logging.group())
                        .logStreamName(logging.stream())
                        .build();
    }

    private static ProcessingConfiguration processing(
            DestinationSettings.@Nullable Processing processing) {
        if (processing == null) {
            return ProcessingConfiguration.builder().enabled(false).processors(List.of()).build();
        }
        return ProcessingConfiguration.builder()
                .enabled(processing.enabled())
                .processors(processing.processors().stream().map(Descriptions::processor).toList())
                .build();
    }

    private static Processor processor(ProcessorSettings settings) {
        return Processor.builder()
                .type(settings.type())
                .parameters(
                        settings.parameters().entrySet().stream()
                                .map(entry ->
                                        ProcessorParameter.builder()
                                                .parameterName(entry.getKey())
                                                .parameterValue(entry.getValue())
                                                .build())
                                .toList())
                .build();
    }
}
