package dev.kinescope.localcloud.firehose;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A processor as configured, with the defaults for what was left out. */
record ProcessorSettings(String type, Map<String, String> parameters) {
    static final String LAMBDA = "Lambda";
    static final String DELIMITER = "AppendDelimiterToRecord";
    private static final int MEBIBYTE = 1 << 20;

    ProcessorSettings {
        parameters = Map.copyOf(new TreeMap<>(parameters));
    }

    String lambdaArn() {
        return parameters.getOrDefault("LambdaArn", "");
    }

    /** With which to invoke the function; the destination's if there is none. */
    Optional<String> roleArn() {
        return Optional.ofNullable(parameters.get("RoleArn"));
    }

    int bufferBytes() {
        return (int)
                (Double.parseDouble(parameters.getOrDefault("BufferSizeInMBs", "1")) * MEBIBYTE);
    }

    Duration bufferInterval() {
        return Duration.ofSeconds(
                Long.parseLong(parameters.getOrDefault("BufferIntervalInSeconds", "60")));
    }

    int retries() {
        return Integer.parseInt(parameters.getOrDefault("NumberOfRetries", "3"));
    }

    /** The delimiter; published examples pass a backslash and an n for a newline. */
    String delimiter() {
        return Optional.ofNullable(parameters.get("Delimiter"))
                .map(text -> text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"))
                .orElse("\n");
    }
}
