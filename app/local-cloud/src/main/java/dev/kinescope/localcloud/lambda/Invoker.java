package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs one event on a version of a function, with Lambda's log lines and metrics. */
final class Invoker {
    /** What is to be run. */
    record Invocation(
            String requestId,
            SdkBytes payload,
            String functionArn,
            @Nullable String clientContext) {}

    /** How it went; the error is null when the function answered. */
    record Result(SdkBytes payload, @Nullable String functionError, String logTail) {}

    private final LambdaPorts ports;

    Invoker(LambdaPorts ports) {
        this.ports = ports;
    }

    /**
     * Runs the event and waits for its end.
     *
     * @throws software.amazon.awssdk.services.lambda.model.LambdaException when no child is free or
     *     can be started
     */
    Result invoke(Deployment deployment, Invocation invocation) {
        FunctionConfiguration function = deployment.function();
        Begun begun;
        try {
            begun = begin(deployment);
        } catch (InvalidEntrypointException e) {
            return notStarted(function, invocation.requestId(), e);
        }
        Child child = begun.child();
        boolean cold = begun.cold();
        Outcome failure = begun.failure();
        observe(function, "ConcurrentExecutions", deployment.children().busy(), StandardUnit.COUNT);
        boolean reusable = false;
        try {
            boolean initialised = cold && !(failure instanceof Outcome.TimedOut);
            @Nullable Duration init = initialised ? child.initDuration() : null;
            child.log()
                    .write(
                            "START RequestId: %s Version: %s"
                                    .formatted(invocation.requestId(), function.version()));
            Instant start = ports.clock().instant();
            Outcome outcome = failure == null ? run(child, invocation, function) : failure;
            Duration took =
                    failure instanceof Outcome.TimedOut(Duration limit)
                            ? limit // Its init has not ended: all that it took is this call's.
                            : Duration.between(start, ports.clock().instant());
            if (outcome.childLivesOn()) {
                child.awaitOutput(invocation.requestId());
            }
            OptionalLong peak = child.peakMegabytes();
            Long memory = peak.isPresent() ? peak.getAsLong() : null;
            if (!outcome.childLivesOn()) {
                child.kill();
                child.awaitOutput(invocation.requestId());
            }
            reusable = outcome.childLivesOn();
            if (cold && reusable) {
                child.served();
            }
            var report = new Report(invocation.requestId(), function, took, init, memory);
            Answer answer = answer(outcome, invocation.requestId());
            writeEnd(child.log(), report, outcome);
            measure(function, took, answer);
            return new Result(answer.payload(), answer.functionError(), child.log().takeTail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("The invocation was interrupted", e);
        } finally {
            if (reusable) {
                deployment.children().giveBack(child);
            } else {
                deployment.children().drop(child);
            }
        }
    }

    /** A child that is ready, or how its start failed. */
    private record Begun(Child child, boolean cold, @Nullable Outcome failure) {}

    private Begun begin(Deployment deployment) throws InvalidEntrypointException {
        while (true) {
            Child child = take(deployment);
            boolean cold = child.takeFirst();
            try {
                Outcome failure = cold ? child.awaitReady() : null;
                if (failure instanceof Outcome.Exited exited && child.mayDoBetter(exited)) {
                    deployment.children().drop(child);
                } else {
                    return new Begun(child, cold, failure);
                }
            } catch (InterruptedException e) {
                deployment.children().drop(child);
                Thread.currentThread().interrupt();
                throw AbortedException.create("The invocation was interrupted", e);
            }
        }
    }

    private Result notStarted(
            FunctionConfiguration function, String requestId, InvalidEntrypointException e) {
        Answer answer =
                error(
                        "Runtime.InvalidEntrypoint",
                        "RequestId: %s Error: %s".formatted(requestId, e.getMessage()));
        measure(function, Duration.ZERO, answer);
        return new Result(answer.payload(), answer.functionError(), "");
    }

    private Child take(Deployment deployment) throws InvalidEntrypointException {
        FunctionConfiguration function = deployment.function();
        try {
            return deployment.children().take();
        } catch (TooManyRequestsException e) {
            observe(function, "Throttles", 1, StandardUnit.COUNT);
            throw e;
        } catch (InvalidEntrypointException e) {
            throw e;
        } catch (IOException e) {
            throw LambdaErrors.service(
                    "No process could be started for function %s: %s"
                            .formatted(function.functionName(), e.getMessage()),
                    e);
        }
    }

    private Outcome run(Child child, Invocation invocation, FunctionConfiguration function)
            throws InterruptedException {
        Duration timeout = Duration.ofSeconds(function.timeout());
        return child.run(
                new RuntimeEndpoint.Event(
                        invocation.requestId(),
                        invocation.payload(),
                        invocation.functionArn(),
                        ports.clock().instant().plus(timeout).toEpochMilli(),
                        invocation.clientContext()),
                timeout,
                Sabotage.CURRENT.isBound()
                        ? Optional.of(Sabotage.CURRENT.get())
                        : Optional.empty());
    }

    private record Answer(SdkBytes payload, @Nullable String functionError) {}

    private static Answer answer(Outcome outcome, String requestId) {
        return switch (outcome) {
            case Outcome.Answered(SdkBytes payload) -> new Answer(payload, null);
            case Outcome.Failed(SdkBytes error, boolean _) -> new Answer(error, "Unhandled");
            case Outcome.InitFailed(SdkBytes error) -> new Answer(error, "Unhandled");
            case Outcome.TimedOut(Duration limit) ->
                    error(
                            "Sandbox.Timedout",
                            "RequestId: %s Error: Task timed out after %d.00 seconds"
                                    .formatted(requestId, limit.toSeconds()));
            case Outcome.Exited(int status) ->
                    error(
                            "Runtime.ExitError",
                            "RequestId: %s Error: %s".formatted(requestId, exitReason(status)));
        };
    }

    private static Answer error(String type, String message) {
        String json = "{\"errorType\":\"%s\",\"errorMessage\":\"%s\"}".formatted(type, message);
        return new Answer(SdkBytes.fromUtf8String(json), "Unhandled");
    }

    private static String exitReason(int status) {
        return status == 0
                ? "Runtime exited without providing a reason"
                : "Runtime exited with error: exit status " + status;
    }

    private record Report(
            String requestId,
            FunctionConfiguration function,
            Duration took,
            @Nullable Duration init,
            @Nullable Long peakMegabytes) {

        /** The fields that are known; what the system does not tell is left out. */
        String line() {
            Duration billed = init == null ? took : took.plus(init);
            var line = new StringBuilder();
            line.append("REPORT RequestId: ").append(requestId);
            line.append("\tDuration: ").append(millis(took)).append(" ms");
            line.append("\tBilled Duration: ").append((billed.toNanos() + 999_999) / 1_000_000);
            line.append(" ms\tMemory Size: ").append(function.memorySize()).append(" MB");
            if (peakMegabytes != null) {
                line.append("\tMax Memory Used: ").append(peakMegabytes).append(" MB");
            }
            if (init != null) {
                line.append("\tInit Duration: ").append(millis(init)).append(" ms");
            }
            return line.toString();
        }

        private static String millis(Duration duration) {
            return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
        }
    }

    private void writeEnd(FunctionLog log, Report report, Outcome outcome) {
        String requestId = report.requestId();
        String status =
                switch (outcome) {
                    case Outcome.Answered _, Outcome.Failed _ -> "";
                    case Outcome.InitFailed _ -> "\tStatus: error\tError Type: Runtime.InitError";
                    case Outcome.TimedOut(Duration limit) -> {
                        log.write(
                                "%s %s Task timed out after %d.00 seconds"
                                        .formatted(
                                                ports.clock().instant(),
                                                requestId,
                                                limit.toSeconds()));
                        yield "\tStatus: timeout";
                    }
                    case Outcome.Exited(int exit) -> {
                        log.write("RequestId: %s Error: %s".formatted(requestId, exitReason(exit)));
                        yield "\tStatus: error\tError Type: Runtime.ExitError";
                    }
                };
        log.write("END RequestId: " + requestId);
        log.write(report.line() + status);
    }

    private void measure(FunctionConfiguration function, Duration took, Answer answer) {
        observe(function, "Invocations", 1, StandardUnit.COUNT);
        observe(function, "Errors", answer.functionError() == null ? 0 : 1, StandardUnit.COUNT);
        observe(function, "Throttles", 0, StandardUnit.COUNT);
        observe(function, "Duration", took.toNanos() / 1e6, StandardUnit.MILLISECONDS);
    }

    private void observe(
            FunctionConfiguration function, String metric, double value, StandardUnit unit) {
        ports.metrics()
                .observe(
                        "AWS/Lambda",
                        Map.of("FunctionName", function.functionName()),
                        metric,
                        value,
                        unit);
    }
}
