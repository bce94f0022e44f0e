package dev.kinescope.pipeline.provisioning;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.pipeline.provisioning.DeliveryDefinition.Compression;
import dev.kinescope.pipeline.provisioning.StreamDefinition.Mode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes the definition as the files of {@code resources/}, in the shape of AWS requests.
 */
public final class DefinitionFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DESTINATION = "ExtendedS3DestinationConfiguration";
    private static final String PROCESSORS = DESTINATION + ".ProcessingConfiguration.Processors";
    private static final String BUCKET_ARN = "arn:aws:s3:::";

    private final Path resources;

    /**
     * Files of one directory.
     *
     * @param resources holds {@code stream.json}, {@code delivery-stream.json} and {@code iam/}
     */
    public DefinitionFiles(Path resources) {
        this.resources = resources;
    }

    private Path streamFile() {
        return resources.resolve("stream.json");
    }

    private Path deliveryFile() {
        return resources.resolve("delivery-stream.json");
    }

    /**
     * Reads the definition.
     *
     * @param defaults what the placeholders stand for
     * @throws DefinitionException naming file and field
     * @throws IOException naming a file that cannot be read
     */
    public PipelineDefinition load(DefinitionDefaults defaults) throws IOException {
        Map<String, String> values = values(defaults);
        StreamDefinition stream = loadStream(values);
        return new PipelineDefinition(
                stream, loadDelivery(values, defaults), defaults.producer(), defaults.transform());
    }

    private StreamDefinition loadStream(Map<String, String> values) throws IOException {
        Fields fields = Fields.read(streamFile(), values);
        String name = fields.required("StreamName");
        if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
            throw fields.wrong("StreamName", "must be 1-128 letters, digits, _ . or -");
        }
        Fields details = fields.object("StreamModeDetails");
        Mode mode =
                Mode.valueOf(
                        details.oneOf(
                                "StreamMode", "PROVISIONED", List.of("PROVISIONED", "ON_DEMAND")));
        details.nothingElse();
        int shards = fields.whole("ShardCount", mode == Mode.ON_DEMAND ? 4 : 1, 1, 10_000);
        int retention = fields.whole("RetentionPeriodHours", 24, 24, 8760);
        fields.nothingElse();
        return new StreamDefinition(name, mode, shards, retention);
    }

    private DeliveryDefinition loadDelivery(Map<String, String> values, DefinitionDefaults defaults)
            throws IOException {
        Fields fields = Fields.read(deliveryFile(), values);
        String name = fields.required("DeliveryStreamName");
        if (!name.matches("[a-zA-Z0-9_.-]{1,64}")) {
            throw fields.wrong("DeliveryStreamName", "must be 1-64 letters, digits, _ . or -");
        }
        fields.oneOf("DeliveryStreamType", "DirectPut", List.of("KinesisStreamAsSource"));
        Fields source = fields.object("KinesisStreamSourceConfiguration");
        source.required("KinesisStreamARN");
        source.required("RoleARN");
        source.nothingElse();

        Fields s3 = fields.object(DESTINATION);
        String role = afterLast(s3.required("RoleARN"), '/');
        String bucket = s3.required("BucketARN");
        if (!bucket.startsWith(BUCKET_ARN)) {
            throw s3.wrong("BucketARN", "must begin with " + BUCKET_ARN);
        }
        String prefix = s3.text("Prefix").orElse("");
        String errorPrefix = s3.text("ErrorOutputPrefix").orElse("");
        if (!prefix.contains("!{timestamp:")) {
            throw s3.wrong("Prefix", "needs a !{timestamp:…} expression, such as yyyy/MM/dd/HH");
        }
        if (!errorPrefix.contains("!{firehose:error-output-type}")) {
            throw s3.wrong(
                    "ErrorOutputPrefix", "needs the expression !{firehose:error-output-type}");
        }
        // What lies under its fixed part is read as errors, so that must not take in the results.
        String errors = DeliveryDefinition.beforeExpression(errorPrefix);
        if (errors.indexOf('/') < 1) {
            throw s3.wrong("ErrorOutputPrefix", "must begin with a fixed folder, such as errors/");
        }
        if (DeliveryDefinition.beforeExpression(prefix).startsWith(errors)) {
            throw s3.wrong("ErrorOutputPrefix", "must not be the folder of the results");
        }
        Fields hints = s3.object("BufferingHints");
        int bufferMiB = hints.whole("SizeInMBs", 5, 1, 128);
        int bufferSeconds = hints.whole("IntervalInSeconds", 300, 0, 900);
        hints.nothingElse();
        Compression compression =
                Compression.valueOf(
                        s3.oneOf(
                                "CompressionFormat",
                                "UNCOMPRESSED",
                                List.of("UNCOMPRESSED", "GZIP")));
        Fields logging = s3.object("CloudWatchLoggingOptions");
        logging.flag("Enabled", "false");
        logging.text("LogGroupName");
        logging.text("LogStreamName");
        logging.nothingElse();
        Fields processing = s3.object("ProcessingConfiguration");
        Fields parameters = lambdaProcessor(processing);
        Optional<String> backup = backup(s3);
        s3.nothingElse();
        fields.nothingElse();
        return new DeliveryDefinition(
                name,
                role.isEmpty() ? defaults.firehoseRole() : role,
                bucket.substring(BUCKET_ARN.length()),
                prefix,
                errorPrefix,
                bufferMiB,
                bufferSeconds,
                parameters.number("BufferSizeInMBs", 1, 0.2, 3),
                parameters.whole("BufferIntervalInSeconds", 60, 0, 900),
                compression,
                backup);
    }

    private static Optional<String> backup(Fields s3) {
        boolean enabled =
                s3.oneOf("S3BackupMode", "Disabled", List.of("Disabled", "Enabled"))
                        .equals("Enabled");
        if (!enabled) {
            return Optional.empty();
        }
        Fields backup = s3.object("S3BackupConfiguration");
        backup.required("RoleARN");
        backup.required("BucketARN");
        String prefix = backup.required("Prefix");
        backup.text("ErrorOutputPrefix");
        backup.nothingElse();
        return Optional.of(prefix);
    }

    /** The one processor's parameters, as if they were fields. */
    private Fields lambdaProcessor(Fields processing) throws IOException {
        if (!processing.flag("Enabled", "false")) {
            throw processing.wrong("Enabled", "must be true: the transform scores the posts");
        }
        List<Fields> processors = processing.objects("Processors");
        if (processors.size() != 1) {
            throw processing.wrong("Processors", "must be one processor of type Lambda");
        }
        Fields processor = processors.getFirst();
        processor.oneOf("Type", "", List.of("Lambda"));
        ObjectNode parameters = JSON.createObjectNode();
        for (Fields parameter : processor.objects("Parameters")) {
            parameters.put(
                    parameter.oneOf(
                            "ParameterName",
                            "",
                            List.of(
                                    "LambdaArn",
                                    "BufferSizeInMBs",
                                    "BufferIntervalInSeconds",
                                    "NumberOfRetries")),
                    parameter.required("ParameterValue"));
            parameter.nothingElse();
        }
        processor.nothingElse();
        processing.nothingElse();
        return Fields.of(deliveryFile(), PROCESSORS + "[0].Parameters", parameters);
    }

    /**
     * Writes {@code stream.json} and {@code delivery-stream.json}. A placeholder stays where it
     * still stands for the value; all other fields stay as they are.
     */
    public void save(PipelineDefinition definition, DefinitionDefaults defaults)
            throws IOException {
        Map<String, String> values = values(defaults);
        var stream = new FileEdit(streamFile(), values);
        stream.set("StreamName", definition.stream().name());
        stream.set("StreamModeDetails.StreamMode", definition.stream().mode().name());
        if (definition.stream().mode() == Mode.PROVISIONED) {
            stream.set("ShardCount", definition.stream().shards());
        } else {
            stream.remove("ShardCount");
        }
        if (definition.stream().retentionHours() == 24) {
            stream.remove("RetentionPeriodHours");
        } else {
            stream.set("RetentionPeriodHours", definition.stream().retentionHours());
        }
        var delivery = new FileEdit(deliveryFile(), values);
        DeliveryDefinition wanted = definition.delivery();
        delivery.set("DeliveryStreamName", wanted.name());
        delivery.set(DESTINATION + ".BucketARN", BUCKET_ARN + wanted.bucket());
        delivery.set(DESTINATION + ".Prefix", wanted.prefix());
        delivery.set(DESTINATION + ".ErrorOutputPrefix", wanted.errorPrefix());
        delivery.set(DESTINATION + ".BufferingHints.SizeInMBs", wanted.bufferMiB());
        delivery.set(DESTINATION + ".BufferingHints.IntervalInSeconds", wanted.bufferSeconds());
        delivery.set(DESTINATION + ".CompressionFormat", wanted.compression().name());
        delivery.setParameter(
                PROCESSORS, "BufferSizeInMBs", Fields.plain(wanted.processorBufferMB()));
        delivery.setParameter(
                PROCESSORS,
                "BufferIntervalInSeconds",
                Integer.toString(wanted.processorBufferSeconds()));
        delivery.set(
                DESTINATION + ".S3BackupMode",
                wanted.rawBackupPrefix().isPresent() ? "Enabled" : "Disabled");
        if (wanted.rawBackupPrefix().isPresent()) {
            String backup = DESTINATION + ".S3BackupConfiguration";
            delivery.set(backup + ".RoleARN", "${firehoseRoleArn}");
            delivery.set(backup + ".BucketARN", BUCKET_ARN + wanted.bucket());
            delivery.set(backup + ".Prefix", wanted.rawBackupPrefix().get());
            // A prefix with expressions must not go without one for errors.
            delivery.set(backup + ".ErrorOutputPrefix", wanted.errorPrefix());
        } else {
            delivery.remove(DESTINATION + ".S3BackupConfiguration");
        }
        stream.write();
        delivery.write();
    }

    /** The roles' policies, with their placeholders. */
    public PolicyFiles policies() throws IOException {
        return PolicyFiles.read(resources.resolve("iam"));
    }

    /** Values for reading the files, where only the names within ARNs matter. */
    private static Map<String, String> values(DefinitionDefaults defaults) {
        Map<String, String> values = new HashMap<>();
        values.put("stream", defaults.stream());
        values.put("streamArn", "arn:aws:kinesis:::stream/" + defaults.stream());
        values.put("deliveryStream", defaults.deliveryStream());
        values.put("firehoseRoleArn", "arn:aws:iam:::role/" + defaults.firehoseRole());
        values.put("bucketArn", BUCKET_ARN + defaults.bucket());
        values.put("bufferMiB", Integer.toString(defaults.bufferMiB()));
        values.put("bufferSeconds", Integer.toString(defaults.bufferSeconds()));
        values.put("transformBufferSeconds", Integer.toString(defaults.transformBufferSeconds()));
        values.put("transformFunction", defaults.transform().name());
        values.put("producerFunction", defaults.producer().name());
        values.put("transformArn", "arn:aws:lambda:::function:" + defaults.transform().name());
        values.put("transformQualifier", "$LATEST");
        return values;
    }

    private static String afterLast(String text, char separator) {
        return text.substring(text.lastIndexOf(separator) + 1);
    }
}
