package dev.kinescope.pipeline.connection;

import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Watches every call of a session's clients and tells the call log how it ended. */
final class CallRecorder implements ExecutionInterceptor {
    private static final ExecutionAttribute<Started> STARTED =
            new ExecutionAttribute<>("KinescopeCallStarted");

    /** The request fields that name what a call is about, the most telling first. */
    private static final List<String> NAMING_FIELDS =
            List.of(
                    "DeliveryStreamName",
                    "StreamName",
                    "FunctionName",
                    "Bucket",
                    "RoleName",
                    "logGroupName",
                    "StreamARN",
                    "Namespace",
                    "Name");

    private record Started(Instant at, String resource, AtomicInteger attempts) {}

    private final CallLog log;
    private final Clock clock;

    CallRecorder(CallLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        attributes.putAttribute(
                STARTED,
                new Started(clock.instant(), resource(context.request()), new AtomicInteger()));
    }

    @Override
    public void beforeTransmission(
            Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Started started = attributes.getAttribute(STARTED);
        if (started != null) {
            started.attempts().incrementAndGet();
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        String requestId =
                context.response() instanceof AwsResponse response
                        ? Objects.requireNonNullElse(response.responseMetadata().requestId(), "")
                        : "";
        ended(attributes, new AwsCall.Ok(), requestId);
    }

    @Override
    public void onExecutionFailure(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        Throwable failure = context.exception();
        if (failure instanceof AwsServiceException answered) {
            String code = ServiceErrors.code(answered);
            ended(
                    attributes,
                    new AwsCall.Failed(
                            code, ServiceErrors.message(answered), answered.statusCode()),
                    Objects.requireNonNullElse(answered.requestId(), ""));
        } else {
            ended(
                    attributes,
                    new AwsCall.Failed(
                            failure.getClass().getSimpleName(),
                            Objects.requireNonNullElse(failure.getMessage(), ""),
                            0),
                    "");
        }
    }

    private void ended(ExecutionAttributes attributes, AwsCall.Outcome outcome, String requestId) {
        Started started = attributes.getAttribute(STARTED);
        if (started == null) {
            return;
        }
        log.record(
                new AwsCall(
                        started.at(),
                        Objects.requireNonNullElse(
                                attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME), ""),
                        Objects.requireNonNullElse(
                                attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), ""),
                        started.resource(),
                        Duration.between(started.at(), clock.instant()),
                        outcome,
                        Math.max(1, started.attempts().get()),
                        requestId));
    }

    static String resource(SdkRequest request) {
        return NAMING_FIELDS.stream()
                .map(name -> field(request, name))
                .flatMap(Optional::stream)
                .findFirst()
                .map(name ->
                        Stream.of(
                                        Optional.of(name),
                                        field(request, "Key"),
                                        field(request, "Prefix"))
                                .flatMap(Optional::stream)
                                .collect(Collectors.joining("/")))
                .orElse("");
    }

    private static Optional<String> field(SdkRequest request, String name) {
        for (SdkField<?> field : request.sdkFields()) {
            if (field.memberName().equals(name)) {
                return field.getValueOrDefault(request) instanceof String text && !text.isBlank()
                        ? Optional.of(text)
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
