package dev.kinescope.pipeline.delivery;

import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.metrics.MetricReader;
import dev.kinescope.pipeline.metrics.MetricReader.Query;
import dev.kinescope.pipeline.metrics.MetricReader.Statistic;
import dev.kinescope.pipeline.results.ResultStore;
import dev.kinescope.pipeline.results.StoredObject;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Says how a delivery stream is, what it wrote last, and what it could not process. */
public final class DeliveryReader {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final String BUCKET_ARN = "arn:aws:s3:::";

    private final AwsSession session;
    private final Clock clock;

    public DeliveryReader(AwsSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Empty if there is no such delivery stream. */
    public Optional<DeliveryStatus> describe(String deliveryStream) {
        try {
            return Optional.of(
                    status(
                            session.firehose()
                                    .describeDeliveryStream(
                                            describe -> describe.deliveryStreamName(deliveryStream))
                                    .deliveryStreamDescription()));
        } catch (ResourceNotFoundException missing) {
            return Optional.empty();
        }
    }

    private DeliveryStatus status(DeliveryStreamDescription stream) {
        ExtendedS3DestinationDescription s3 =
                stream.destinations().isEmpty()
                                || stream.destinations()
                                                .getFirst()
                                                .extendedS3DestinationDescription()
                                        == null
                        ? ExtendedS3DestinationDescription.builder().build()
                        : stream.destinations().getFirst().extendedS3DestinationDescription();
        var source =
                stream.source() == null ? null : stream.source().kinesisStreamSourceDescription();
        return new DeliveryStatus(
                stream.deliveryStreamName(),
                stream.deliveryStreamARN(),
                stream.deliveryStreamStatusAsString(),
                stream.failureDescription() == null
                        ? ""
                        : stream.failureDescription().typeAsString()
                                + ": "
                                + stream.failureDescription().details(),
                stream.versionId(),
                source == null ? "" : afterLast(source.kinesisStreamARN(), '/'),
                Optional.ofNullable(source == null ? null : source.deliveryStartTimestamp()),
                text(s3.bucketARN()).replace(BUCKET_ARN, ""),
                text(s3.prefix()),
                text(s3.errorOutputPrefix()),
                s3.bufferingHints() == null
                        ? 5
                        : Objects.requireNonNullElse(s3.bufferingHints().sizeInMBs(), 5),
                s3.bufferingHints() == null
                        ? 300
                        : Objects.requireNonNullElse(s3.bufferingHints().intervalInSeconds(), 300),
                Objects.requireNonNullElse(s3.compressionFormatAsString(), "UNCOMPRESSED"),
                s3.s3BackupMode() == S3BackupMode.ENABLED,
                processor(s3.processingConfiguration()),
                Optional.ofNullable(stream.lastUpdateTimestamp())
                        .or(() -> Optional.ofNullable(stream.createTimestamp())),
                clock.instant());
    }

    private static Optional<DeliveryStatus.Processor> processor(
            @Nullable ProcessingConfiguration processing) {
        if (processing == null || !Boolean.TRUE.equals(processing.enabled())) {
            return Optional.empty();
        }
        return processing.processors().stream()
                .filter(processor -> processor.type() == ProcessorType.LAMBDA)
                .map(DeliveryReader::processor)
                .findFirst();
    }

    private static DeliveryStatus.Processor processor(Processor processor) {
        Map<String, String> values = new HashMap<>();
        for (ProcessorParameter parameter : processor.parameters()) {
            values.put(parameter.parameterNameAsString(), parameter.parameterValue());
        }
        return new DeliveryStatus.Processor(
                values.getOrDefault("LambdaArn", ""),
                Double.parseDouble(values.getOrDefault("BufferSizeInMBs", "1")),
                Integer.parseInt(values.getOrDefault("BufferIntervalInSeconds", "60")),
                Integer.parseInt(values.getOrDefault("NumberOfRetries", "3")));
    }

    /** The newest values of CloudWatch's metrics of the last 15 minutes. */
    public DeliveryMetrics metrics(String deliveryStream) {
        MetricReader.Values newest =
                new MetricReader(
                                session,
                                "AWS/Firehose",
                                "DeliveryStreamName",
                                deliveryStream,
                                clock)
                        .newest(
                                List.of(
                                        new Query(
                                                "DataReadFromKinesisStream.Records", Statistic.SUM),
                                        new Query("SucceedProcessing.Records", Statistic.SUM),
                                        new Query("DeliveryToS3.Records", Statistic.SUM),
                                        new Query("DeliveryToS3.Bytes", Statistic.SUM),
                                        new Query("DeliveryToS3.DataFreshness", Statistic.MAXIMUM),
                                        new Query("KinesisMillisBehindLatest", Statistic.MAXIMUM)),
                                WINDOW);
        return new DeliveryMetrics(
                newest.of("DataReadFromKinesisStream.Records"),
                newest.of("SucceedProcessing.Records"),
                newest.of("DeliveryToS3.Records"),
                newest.of("DeliveryToS3.Bytes"),
                newest.of("DeliveryToS3.DataFreshness"),
                newest.of("KinesisMillisBehindLatest"));
    }

    /** The objects written last under a prefix, newest first. */
    public List<StoredObject> newestObjects(String bucket, String prefix, int most) {
        return new ResultStore(session, bucket).newest(prefix, most);
    }

    /**
     * Reads the newest error objects.
     *
     * @param errorPrefix without expressions: {@link
     *     dev.kinescope.pipeline.provisioning.DeliveryDefinition#fixedErrorPrefix()}
     */
    public FailedRecords failedRecords(String bucket, String errorPrefix, int mostObjects) {
        return failedRecords(
                bucket,
                newestObjects(bucket, errorPrefix, mostObjects).stream()
                        .map(StoredObject::key)
                        .toList());
    }

    /** Reads these error objects; one that is gone is passed over. */
    public FailedRecords failedRecords(String bucket, Collection<String> keys) {
        var store = new ResultStore(session, bucket);
        var lines = new ErrorLines();
        for (String key : keys) {
            store.content(key).ifPresent(content -> lines.add(key, content));
        }
        return lines.total();
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private static String afterLast(String text, char separator) {
        return text.substring(text.lastIndexOf(separator) + 1);
    }
}
