package dev.kinescope.localcloud.firehose;

import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads and checks a processing configuration (API reference, Processor and its parameters). */
final class ProcessorRules {
    private static final List<String> TYPES =
            List.of(
                    "RecordDeAggregation",
                    "Decompression",
                    "CloudWatchLogProcessing",
                    "Lambda",
                    "MetadataExtraction",
                    "AppendDelimiterToRecord");
    private static final List<String> PARAMETERS =
            List.of(
                    "LambdaArn",
                    "NumberOfRetries",
                    "MetadataExtractionQuery",
                    "JsonParsingEngine",
                    "RoleArn",
                    "BufferSizeInMBs",
                    "BufferIntervalInSeconds",
                    "SubRecordType",
                    "Delimiter",
                    "CompressionFormat",
                    "DataMessageExtraction");
    private static final Set<String> OFFERED =
            Set.of(ProcessorSettings.LAMBDA, ProcessorSettings.DELIMITER);
    private static final int MAX_PARAMETER = 5_120;

    private ProcessorRules() {}

    static void constrain(Constraints constraints, String path, ProcessingConfiguration asked) {
        int at = 0;
        for (Processor processor : asked.processors()) {
            at++;
            String member = path + ".processingConfiguration.processors." + at + ".member";
            constraints
                    .required(member + ".type", processor.typeAsString())
                    .oneOf(member + ".type", processor.typeAsString(), TYPES);
            int parameterAt = 0;
            for (ProcessorParameter parameter : processor.parameters()) {
                parameterAt++;
                String inner = member + ".parameters." + parameterAt + ".member";
                constraints
                        .required(inner + ".parameterName", parameter.parameterNameAsString())
                        .oneOf(
                                inner + ".parameterName",
                                parameter.parameterNameAsString(),
                                PARAMETERS)
                        .required(inner + ".parameterValue", parameter.parameterValue())
                        .lengthAtMost(
                                inner + ".parameterValue",
                                parameter.parameterValue(),
                                MAX_PARAMETER);
            }
        }
    }

    static DestinationSettings.Processing read(ProcessingConfiguration asked) {
        List<ProcessorSettings> processors =
                asked.processors().stream().map(ProcessorRules::read).toList();
        long lambdas =
                processors.stream()
                        .filter(one -> one.type().equals(ProcessorSettings.LAMBDA))
                        .count();
        if (lambdas > 1) {
            throw FirehoseErrors.invalidArgument(
                    "Only one Lambda processor is allowed in a processing configuration.");
        }
        processors.forEach(ProcessorRules::check);
        return new DestinationSettings.Processing(Boolean.TRUE.equals(asked.enabled()), processors);
    }

    private static ProcessorSettings read(Processor asked) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (ProcessorParameter parameter : asked.parameters()) {
            String before =
                    parameters.put(parameter.parameterNameAsString(), parameter.parameterValue());
            if (before != null || parameter.parameterValue().isBlank()) {
                throw FirehoseErrors.invalidArgument(
                        "Processor parameter %s must be given once and must not be blank."
                                .formatted(parameter.parameterNameAsString()));
            }
        }
        return new ProcessorSettings(asked.typeAsString(), parameters);
    }

    private static void check(ProcessorSettings processor) {
        if (processor.type().equals("MetadataExtraction")) {
            throw FirehoseErrors.invalidArgument(
                    "Processor type MetadataExtraction is not offered by the local cloud, which has"
                            + " no JQ. Return partition keys from the Lambda function.");
        }
        if (!OFFERED.contains(processor.type())) {
            throw FirehoseErrors.invalidArgument(
                    "Processor type %s is not offered by the local cloud. Use Lambda or AppendDelimiterToRecord."
                            .formatted(processor.type()));
        }
        if (!processor.type().equals(ProcessorSettings.LAMBDA)) {
            return;
        }
        if (!processor.lambdaArn().matches("arn:aws[^:]*:lambda:[^:]+:\\d{12}:function:.+")) {
            throw FirehoseErrors.invalidArgument(
                    "Processor parameter LambdaArn must be the ARN of a Lambda function.");
        }
        number(processor, "BufferSizeInMBs", 0.2, 3);
        whole(processor, "BufferIntervalInSeconds", 900);
        whole(processor, "NumberOfRetries", Integer.MAX_VALUE);
    }

    private static void number(
            ProcessorSettings processor, String name, double least, double most) {
        String text = processor.parameters().get(name);
        if (text == null) {
            return;
        }
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value >= least && value <= most)) {
            throw FirehoseErrors.invalidArgument(
                    "Processor parameter %s must be between %s and %s."
                            .formatted(name, least, most));
        }
    }

    private static void whole(ProcessorSettings processor, String name, int most) {
        String text = processor.parameters().get(name);
        if (text == null) {
            return;
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            value = -1;
        }
        if (value < 0 || value > most) {
            throw FirehoseErrors.invalidArgument(
                    "Processor parameter %s must be a whole number between 0 and %d."
                            .formatted(name, most));
        }
    }
}
