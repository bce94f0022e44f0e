package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationUpdate;
import software.amazon.awssdk.services.firehose.model.KinesisStreamSourceConfiguration;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.S3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.S3DestinationUpdate;
import software.amazon.awssdk.services.firehose.model.UpdateDestinationRequest;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks requests as a whole and reads what they ask for. */
final class DeliveryStreamRequests {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");
    private static final Pattern STREAM_ARN =
            Pattern.compile("arn:.*:kinesis:.*:\\d{12}:stream/.+");
    private static final List<String> TYPES =
            List.of("DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource");
    private static final int MAX_NAME = 64;
    private static final int MAX_RECORDS = 500;
    private static final int MAX_RECORD_BYTES = 1_000 * 1_024;
    private static final int MAX_BATCH_BYTES = 4 * 1_048_576;

    /** What a CreateDeliveryStream asks for. */
    record Creation(
            String name, DeliveryStream.@Nullable Source source, DestinationSettings destination) {}

    private DeliveryStreamRequests() {}

    static Creation read(CreateDeliveryStreamRequest asked) {
        DestinationMembers members = destination(asked);
        KinesisStreamSourceConfiguration source = asked.kinesisStreamSourceConfiguration();
        var constraints =
                new Constraints()
                        .required("deliveryStreamName", asked.deliveryStreamName())
                        .lengthAtMost("deliveryStreamName", asked.deliveryStreamName(), MAX_NAME)
                        .matches("deliveryStreamName", asked.deliveryStreamName(), NAME)
                        .oneOf("deliveryStreamType", asked.deliveryStreamTypeAsString(), TYPES);
        if (source != null) {
            String path = "kinesisStreamSourceConfiguration";
            constraints
                    .required(path + ".kinesisStreamARN", source.kinesisStreamARN())
                    .matches(path + ".kinesisStreamARN", source.kinesisStreamARN(), STREAM_ARN)
                    .required(path + ".roleARN", source.roleARN());
        }
        members.require(constraints);
        members.constrain(constraints);
        constraints.check();
        return new Creation(
                asked.deliveryStreamName(),
                source(asked.deliveryStreamTypeAsString(), source),
                members.over(null));
    }

    private static DeliveryStream.@Nullable Source source(
            @Nullable String type, @Nullable KinesisStreamSourceConfiguration source) {
        return switch (type == null ? "DirectPut" : type) {
            case "DirectPut" -> {
                if (source != null) {
                    throw FirehoseErrors.invalidArgument(
                            "KinesisStreamSourceConfiguration is only applicable for"
                                    + " KinesisStreamAsSource delivery stream type.");
                }
                yield null;
            }
            case "KinesisStreamAsSource" -> {
                if (source == null) {
                    throw FirehoseErrors.invalidArgument(
                            "KinesisStreamSourceConfiguration must be specified for"
                                    + " KinesisStreamAsSource delivery stream type.");
                }
                yield new DeliveryStream.Source(source.kinesisStreamARN(), source.roleARN());
            }
            default ->
                    throw FirehoseErrors.invalidArgument(
                            "DeliveryStreamType %s is not offered by the local cloud."
                                    .formatted(type));
        };
    }

    private static DestinationMembers destination(CreateDeliveryStreamRequest asked) {
        ExtendedS3DestinationConfiguration extended = asked.extendedS3DestinationConfiguration();
        S3DestinationConfiguration plain = plain(asked);
        List<Object> others =
                Stream.<@Nullable Object>of(
                                asked.redshiftDestinationConfiguration(),
                                asked.elasticsearchDestinationConfiguration(),
                                asked.amazonopensearchserviceDestinationConfiguration(),
                                asked.amazonOpenSearchServerlessDestinationConfiguration(),
                                asked.splunkDestinationConfiguration(),
                                asked.httpEndpointDestinationConfiguration(),
                                asked.snowflakeDestinationConfiguration(),
                                asked.icebergDestinationConfiguration())
                        .filter(Objects::nonNull)
                        .<Object>map(Objects::requireNonNull)
                        .toList();
        int count = (extended == null ? 0 : 1) + (plain == null ? 0 : 1) + others.size();
        if (count != 1) {
            throw FirehoseErrors.invalidArgument(
                    "Exactly one destination configuration is supported for a Firehose");
        }
        if (extended != null) {
            return DestinationMembers.of(extended);
        }
        if (plain != null) {
            return DestinationMembers.plain("s3DestinationConfiguration", S3Members.of(plain));
        }
        throw FirehoseErrors.invalidArgument(
                "Only S3 destinations are offered by the local cloud.");
    }

    // Deprecated in favour of the extended one, but AWS still takes it.
    @SuppressWarnings("deprecation")
    private static @Nullable S3DestinationConfiguration plain(CreateDeliveryStreamRequest asked) {
        return asked.s3DestinationConfiguration();
    }

    static DestinationMembers read(UpdateDestinationRequest asked) {
        ExtendedS3DestinationUpdate extended = asked.extendedS3DestinationUpdate();
        S3DestinationUpdate plain = plain(asked);
        var constraints =
                new Constraints()
                        .required("deliveryStreamName", asked.deliveryStreamName())
                        .required(
                                "currentDeliveryStreamVersionId",
                                asked.currentDeliveryStreamVersionId())
                        .required("destinationId", asked.destinationId());
        if ((extended == null) == (plain == null)) {
            constraints.check();
            throw FirehoseErrors.invalidArgument(
                    "Exactly one S3 destination update is supported by the local cloud.");
        }
        DestinationMembers members =
                extended != null
                        ? DestinationMembers.of(extended)
                        : DestinationMembers.plain(
                                "s3DestinationUpdate", S3Members.of(Objects.requireNonNull(plain)));
        members.constrain(constraints);
        constraints.check();
        return members;
    }

    // Deprecated in favour of the extended one, but AWS still takes it.
    @SuppressWarnings("deprecation")
    private static @Nullable S3DestinationUpdate plain(UpdateDestinationRequest asked) {
        return asked.s3DestinationUpdate();
    }

    /** Checks records that are put directly: how many, how large each, how large together. */
    static void check(List<Record> records) {
        var constraints = new Constraints().countAtMost("records", records.size(), MAX_RECORDS);
        constraints.required("records", records.isEmpty() ? null : records);
        long total = 0;
        int at = 0;
        for (Record record : records) {
            at++;
            String path = "records." + at + ".member.data";
            constraints.required(path, record.data());
            int length = record.data() == null ? 0 : record.data().asByteArrayUnsafe().length;
            constraints.countAtMost(path, length, MAX_RECORD_BYTES);
            total += length;
        }
        constraints.check();
        if (total > MAX_BATCH_BYTES) {
            throw FirehoseErrors.invalidArgument("Records size exceeds 4 MB limit");
        }
    }
}
