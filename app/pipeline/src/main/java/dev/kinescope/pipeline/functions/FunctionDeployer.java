package dev.kinescope.pipeline.functions;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.ProblemException;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Brings a function to its specification and code: creates it, or updates what differs. */
public final class FunctionDeployer {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final Duration ROLE_AGAIN = Duration.ofSeconds(2);
    private static final Duration MOST = Duration.ofMinutes(5);

    /** Lambda's words for a role that is too new; the same error type covers lasting faults. */
    private static final String FRESH_ROLE = "cannot be assumed by Lambda";

    private final AwsSession session;
    private final Clock clock;
    private final Pause pause;
    private final Functions functions;

    public FunctionDeployer(AwsSession session, Clock clock, Pause pause) {
        this.session = session;
        this.clock = clock;
        this.pause = pause;
        this.functions = new Functions(session, clock);
    }

    /**
     * Creates or updates the function and waits until it is active; the role must be there. What is
     * as it should be is not touched, unless the function has failed: then all is set anew.
     *
     * @throws IOException naming the zip, if it cannot be read
     * @throws ProblemException if Lambda refuses or ends in Failed
     */
    public FunctionDetails deploy(FunctionSpec spec, FunctionCode code, DeployListener listener)
            throws IOException, InterruptedException {
        if (code instanceof FunctionCode.Zip(Path file) && !Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "there is no such zip; build it first");
        }
        try {
            Optional<FunctionDetails> present = functions.describe(spec.name());
            if (present.isEmpty()) {
                create(spec, code, listener);
            } else {
                FunctionDetails settled = waitUntilSettled(spec.name(), listener);
                // A failed function is brought out of it by an update, even to the same.
                boolean repairs = settled.isFailing();
                if (repairs || codeDiffers(settled, code)) {
                    updateCode(spec.name(), code, listener);
                    FunctionDetails updated = waitUntilSettled(spec.name(), listener);
                    if (!repairs) {
                        refuseFailed(updated);
                    }
                }
                if (repairs || !settingsMatch(settled, spec)) {
                    updateSettings(spec, settled, listener);
                }
            }
            return refuseFailed(waitUntilSettled(spec.name(), listener));
        } catch (SdkException refused) {
            if (AwsProblem.isCancellation(refused)) {
                throw refused;
            }
            throw ProblemException.of("Deploy the function", spec.name(), refused);
        }
    }

    /** Whether the function's code is other than this; an image tag is always taken anew. */
    public static boolean codeDiffers(FunctionDetails present, FunctionCode code)
            throws IOException {
        return switch (code) {
            case FunctionCode.Zip(Path file) -> !present.codeSha256().equals(CodeHash.ofZip(file));
            case FunctionCode.Image(String uri) ->
                    !present.imageUri().equals(Optional.of(uri)) || !uri.contains("@sha256:");
        };
    }

    /** Whether memory, timeout, handler, runtime, role and environment are as specified. */
    public static boolean settingsMatch(FunctionDetails present, FunctionSpec spec) {
        boolean isZip = present.packageType().equals("Zip");
        return present.memoryMiB() == spec.memoryMiB()
                && present.timeoutSeconds() == spec.timeoutSeconds()
                && present.environment().equals(spec.environment())
                && present.role().endsWith("/" + spec.role())
                && (!isZip
                        || (present.handler().equals(spec.handler())
                                && present.runtime().equals(spec.runtime())));
    }

    private void create(FunctionSpec spec, FunctionCode code, DeployListener listener)
            throws IOException, InterruptedException {
        listener.doing("Creating the function " + spec.name());
        var request =
                CreateFunctionRequest.builder()
                        .functionName(spec.name())
                        .role(roleArn(spec.role()))
                        .memorySize(spec.memoryMiB())
                        .timeout(spec.timeoutSeconds())
                        .environment(environment -> environment.variables(spec.environment()));
        switch (code) {
            case FunctionCode.Zip(Path file) -> {
                SdkBytes bytes = SdkBytes.fromByteArrayUnsafe(Files.readAllBytes(file));
                request.packageType(PackageType.ZIP)
                        .runtime(spec.runtime())
                        .handler(spec.handler())
                        .code(body -> body.zipFile(bytes));
            }
            case FunctionCode.Image(String uri) ->
                    request.packageType(PackageType.IMAGE).code(body -> body.imageUri(uri));
        }
        CreateFunctionRequest built = request.build();
        patiently(
                () -> {
                    try {
                        return session.lambda().createFunction(built).functionArn();
                    } catch (ResourceConflictException existing) {
                        // An attempt whose answer was lost may have created it.
                        if (functions.describe(spec.name()).isPresent()) {
                            return spec.name();
                        }
                        throw existing;
                    }
                },
                listener);
    }

    private void updateCode(String name, FunctionCode code, DeployListener listener)
            throws IOException, InterruptedException {
        listener.doing("Uploading new code to " + name);
        var request = UpdateFunctionCodeRequest.builder().functionName(name);
        switch (code) {
            case FunctionCode.Zip(Path file) ->
                    request.zipFile(SdkBytes.fromByteArrayUnsafe(Files.readAllBytes(file)));
            case FunctionCode.Image(String uri) -> request.imageUri(uri);
        }
        UpdateFunctionCodeRequest built = request.build();
        patiently(() -> session.lambda().updateFunctionCode(built).codeSha256(), listener);
    }

    private void updateSettings(FunctionSpec spec, FunctionDetails present, DeployListener listener)
            throws InterruptedException {
        listener.doing("Changing the settings of " + spec.name());
        patiently(
                () ->
                        session.lambda()
                                .updateFunctionConfiguration(update -> {
                                    update.functionName(spec.name())
                                            .role(roleArn(spec.role()))
                                            .memorySize(spec.memoryMiB())
                                            .timeout(spec.timeoutSeconds())
                                            .environment(environment ->
                                                    environment.variables(spec.environment()));
                                    if (present.packageType().equals("Zip")) {
                                        update.runtime(spec.runtime()).handler(spec.handler());
                                    }
                                })
                                .functionArn(),
                listener);
    }

    private String roleArn(String role) {
        return session.iam().getRole(get -> get.roleName(role)).role().arn();
    }

    /** Repeats a call while the role is too new or another update is in progress. */
    private void patiently(Supplier<String> call, DeployListener listener)
            throws InterruptedException {
        Instant end = clock.instant().plus(MOST);
        while (true) {
            try {
                var _ = call.get();
                return;
            } catch (InvalidParameterValueException refused) {
                if (!String.valueOf(refused.getMessage()).contains(FRESH_ROLE)
                        || clock.instant().isAfter(end)) {
                    throw refused;
                }
                listener.doing("Waiting until Lambda may take the new role");
            } catch (ResourceConflictException busy) {
                if (clock.instant().isAfter(end)) {
                    throw busy;
                }
                listener.doing("Waiting for another update to end");
            }
            pause.forAbout(ROLE_AGAIN);
        }
    }

    /** Waits until nothing is in progress, whether that went well or failed. */
    private FunctionDetails waitUntilSettled(String name, DeployListener listener)
            throws InterruptedException {
        Instant end = clock.instant().plus(MOST);
        boolean told = false;
        while (true) {
            FunctionDetails details =
                    functions
                            .describe(name)
                            .orElseThrow(() ->
                                    problem(
                                            name,
                                            "Deleted",
                                            "It was deleted meanwhile.",
                                            "Deploy it again."));
            if (!details.isUpdating() && !details.state().equals("Pending")) {
                return details;
            }
            if (clock.instant().isAfter(end)) {
                throw problem(
                        name,
                        "Timeout",
                        "It is still " + details.state() + " after " + MOST.toMinutes() + " min.",
                        "Look at it again later in Functions.");
            }
            if (!told) {
                listener.doing("Waiting until " + name + " is active");
                told = true;
            }
            pause.forAbout(LOOK_AGAIN);
        }
    }

    private static FunctionDetails refuseFailed(FunctionDetails details) {
        if (!details.isFailing()) {
            return details;
        }
        throw problem(
                details.name(),
                "Failed",
                details.state().equals("Failed")
                        ? details.stateReason()
                        : details.lastUpdateReason(),
                "Check the code and the settings, then deploy again.");
    }

    private static ProblemException problem(String name, String code, String reason, String next) {
        return new ProblemException(
                new AwsProblem("Deploy the function", name, code, reason, next, ""), null);
    }
}
