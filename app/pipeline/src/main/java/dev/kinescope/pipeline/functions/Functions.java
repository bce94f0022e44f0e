package dev.kinescope.pipeline.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.pipeline.connection.AwsSession;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Looks at functions and invokes them. */
public final class Functions {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsSession session;
    private final Clock clock;

    public Functions(AwsSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Empty if there is no such function. */
    public Optional<FunctionDetails> describe(String name) {
        try {
            GetFunctionResponse answer =
                    session.lambda().getFunction(get -> get.functionName(name));
            return Optional.of(
                    Descriptions.details(
                            answer.configuration(),
                            Optional.ofNullable(answer.code()).map(code -> code.imageUri())));
        } catch (ResourceNotFoundException missing) {
            return Optional.empty();
        }
    }

    /**
     * Whether deploying this zip would change the function's code; also if there is none yet.
     *
     * @throws IOException naming the zip, if it cannot be read
     */
    public boolean codeDiffers(String name, Path zip) throws IOException {
        String sha256 = CodeHash.ofZip(zip);
        return describe(name).map(details -> !details.codeSha256().equals(sha256)).orElse(true);
    }

    /**
     * Invokes and waits for the answer; a function that fails is an answer too.
     *
     * @param json the event, at most 6 MB
     */
    public Invocation invoke(String name, String json) {
        Instant start = clock.instant();
        InvokeResponse answer =
                session.lambdaInvoker()
                        .invoke(invoke ->
                                invoke.functionName(name)
                                        .logType(LogType.TAIL)
                                        .payload(SdkBytes.fromUtf8String(json)));
        Duration measured = Duration.between(start, clock.instant());
        String payload = answer.payload() == null ? "" : answer.payload().asUtf8String();
        List<String> tail =
                answer.logResult() == null
                        ? List.of()
                        : new String(
                                        Base64.getDecoder().decode(answer.logResult()),
                                        StandardCharsets.UTF_8)
                                .lines()
                                .toList();
        return new Invocation(
                answer.statusCode(),
                payload,
                pretty(payload),
                Optional.ofNullable(answer.functionError()),
                tail,
                measured,
                answer.executedVersion() == null ? "$LATEST" : answer.executedVersion(),
                Report.find(tail));
    }

    private static String pretty(String payload) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(payload));
        } catch (JsonProcessingException notJson) {
            return payload;
        }
    }

    /**
     * The log lines of the function from a time on, oldest first; at most the last {@code most}.
     */
    public List<LogLine> logs(String name, Instant since, int most) {
        var lines = new ArrayDeque<LogLine>();
        var request =
                FilterLogEventsRequest.builder()
                        .logGroupName("/aws/lambda/" + name)
                        .startTime(since.toEpochMilli())
                        .build();
        try {
            for (FilteredLogEvent event :
                    session.logs().filterLogEventsPaginator(request).events()) {
                if (lines.size() == most) {
                    lines.removeFirst();
                }
                lines.addLast(
                        new LogLine(
                                Instant.ofEpochMilli(event.timestamp()),
                                event.logStreamName(),
                                event.message().stripTrailing()));
            }
        } catch (
                software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException
                        neverRan) {
            return List.of();
        }
        return List.copyOf(lines);
    }
}
