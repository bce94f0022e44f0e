package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.EphemeralStorage;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.ImageConfigResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatusReasonCode;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.StateReasonCode;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Creates functions and changes their code and settings, with Lambda's states over time. */
final class FunctionControl {
    private static final DateTimeFormatter LAST_MODIFIED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Functions functions;
    private final CodeStore code;
    private final CodeSource source;
    private final LambdaSettings settings;
    private final LambdaPorts ports;
    private final Runtimes runtimes;

    FunctionControl(
            Functions functions,
            CodeStore code,
            LambdaSettings settings,
            LambdaPorts ports,
            Runtimes runtimes) {
        this.runtimes = runtimes;
        this.functions = functions;
        this.code = code;
        this.source =
                new CodeSource(
                        code, ports.code(), new ImagePuller(code, settings.registryForEcr()));
        this.settings = settings;
        this.ports = ports;
    }

    FunctionConfiguration create(CreateFunctionRequest request) {
        FunctionName name = FunctionName.of(request.functionName(), null);
        PackageType type =
                request.packageType() == PackageType.IMAGE ? PackageType.IMAGE : PackageType.ZIP;
        FunctionCode given =
                request.code() == null ? FunctionCode.builder().build() : request.code();
        CodeSource.checkKind(type, given);
        Map<String, String> variables = variables(request.environment());
        FunctionRules.checkMandatory(type, request);
        FunctionRules.checkPackage(
                type, request.runtimeAsString(), request.handler(), request.imageConfig());
        ImageSettings.checkWorkingDirectory(request.imageConfig());
        FunctionRules.refuseLayers(request.layers());
        runtimes.check(request.runtimeAsString());
        FunctionRules.checkHandler(request.handler());
        FunctionRules.checkTimeout(request.timeout());
        FunctionRules.checkMemory(request.memorySize());
        FunctionRules.checkStorage(size(request.ephemeralStorage()));
        FunctionRules.checkDescription(request.description());
        FunctionRules.checkEnvironment(variables);
        if (request.role() == null) {
            throw LambdaErrors.constraint("null", "role", "Member must not be null");
        }
        FunctionRules.checkRole(request.role(), ports.roles());
        if (functions.find(name.name()) != null) {
            throw LambdaErrors.conflict("Function already exist: " + name.name());
        }
        CodeStore.Code stored = source.store(type, given, request.imageConfig());
        try {
            return create(name, request, variables, stored, type);
        } finally {
            code.recorded(stored);
        }
    }

    private FunctionConfiguration create(
            FunctionName name,
            CreateFunctionRequest request,
            Map<String, String> variables,
            CodeStore.Code stored,
            PackageType type) {
        FunctionConfiguration function =
                FunctionConfiguration.builder()
                        .functionName(name.name())
                        .functionArn(new FunctionName(name.name(), null).arn(ports.identity()))
                        .runtime(request.runtimeAsString())
                        .role(request.role())
                        .handler(request.handler())
                        .description(request.description() == null ? "" : request.description())
                        .timeout(request.timeout() == null ? 3 : request.timeout())
                        .memorySize(request.memorySize() == null ? 128 : request.memorySize())
                        .environment(environment(variables))
                        .codeSha256(stored.sha256())
                        .codeSize(stored.size())
                        .version(FunctionName.LATEST)
                        .lastModified(now())
                        .revisionId(revision())
                        .packageType(type)
                        .imageConfigResponse(image(request.imageConfig()))
                        .architectures(
                                request.hasArchitectures()
                                        ? request.architectures()
                                        : java.util.List.of(Architecture.X86_64))
                        .ephemeralStorage(
                                request.ephemeralStorage() == null
                                        ? EphemeralStorage.builder().size(512).build()
                                        : request.ephemeralStorage())
                        .tracingConfig(tracing -> tracing.mode(TracingMode.PASS_THROUGH))
                        .snapStart(snap ->
                                snap.applyOn(SnapStartApplyOn.NONE)
                                        .optimizationStatus(SnapStartOptimizationStatus.OFF))
                        .loggingConfig(logging(request.loggingConfig(), name.name()))
                        .state(State.PENDING)
                        .stateReason("The function is being created.")
                        .stateReasonCode(StateReasonCode.CREATING)
                        .lastUpdateStatus(LastUpdateStatus.SUCCESSFUL)
                        .build();
        functions.add(
                FunctionEntry.of(function, request.tags()).withImage(request.code().imageUri()));
        functions.serve(function);
        // Also if its version cannot be recorded: it is there, and gets ready.
        settle(name, function.revisionId(), settings.createDelay());
        return publish(name, request.publish(), function);
    }

    FunctionConfiguration updateCode(UpdateFunctionCodeRequest request) {
        FunctionName name = FunctionName.of(request.functionName(), null);
        PackageType type = functions.get(name).latest().packageType();
        FunctionCode given =
                FunctionCode.builder()
                        .zipFile(request.zipFile())
                        .s3Bucket(request.s3Bucket())
                        .s3Key(request.s3Key())
                        .s3ObjectVersion(request.s3ObjectVersion())
                        .imageUri(request.imageUri())
                        .build();
        CodeSource.checkKind(type, given);
        if (Boolean.TRUE.equals(request.dryRun())) {
            FunctionConfiguration latest =
                    checkChangeable(functions.get(name), request.revisionId()).latest();
            CodeStore.Code would = source.describe(type, given, ImageSettings.configOf(latest));
            return latest.toBuilder().codeSha256(would.sha256()).codeSize(would.size()).build();
        }
        FunctionConfiguration before =
                checkChangeable(functions.get(name), request.revisionId()).latest();
        CodeStore.Code stored = source.store(type, given, ImageSettings.configOf(before));
        try {
            FunctionConfiguration updated =
                    update(
                            name,
                            request.revisionId(),
                            entry -> entry.withImage(given.imageUri()),
                            latest -> {
                                latest.codeSha256(stored.sha256()).codeSize(stored.size());
                                if (request.hasArchitectures()) {
                                    latest.architectures(request.architectures());
                                }
                            });
            return publish(name, request.publish(), updated);
        } finally {
            code.recorded(stored);
        }
    }

    /** With Publish the answer is the new version instead of $LATEST. */
    private FunctionConfiguration publish(
            FunctionName name, @Nullable Boolean wanted, FunctionConfiguration latest) {
        return Boolean.TRUE.equals(wanted)
                ? functions
                        .change(name, entry -> entry.publishedIfChanged(null, this::revision))
                        .versions()
                        .getLast()
                : latest;
    }

    FunctionConfiguration updateConfiguration(UpdateFunctionConfigurationRequest request) {
        FunctionName name = FunctionName.of(request.functionName(), null);
        FunctionConfiguration before = functions.get(name).latest();
        FunctionRules.checkPackage(
                before.packageType(),
                request.runtimeAsString(),
                request.handler(),
                request.imageConfig());
        runtimes.check(request.runtimeAsString());
        FunctionRules.checkHandler(request.handler());
        FunctionRules.checkTimeout(request.timeout());
        FunctionRules.checkMemory(request.memorySize());
        FunctionRules.checkStorage(size(request.ephemeralStorage()));
        FunctionRules.checkDescription(request.description());
        FunctionRules.checkEnvironment(variables(request.environment()));
        FunctionRules.checkRole(request.role(), ports.roles());
        FunctionRules.refuseLayers(request.layers());
        if (request.imageConfig() != null) {
            checkImage(before, request.imageConfig());
        }
        return update(
                name,
                request.revisionId(),
                entry -> entry,
                latest -> apply(request, latest, name.name()));
    }

    /** Whether the image can be run like that. */
    private void checkImage(FunctionConfiguration function, ImageConfig config) {
        ImageSettings.checkWorkingDirectory(config);
        try {
            ImageSettings.read(code.directory(function.codeSha256()))
                    .with(config)
                    .handler(function.functionName());
        } catch (IOException e) {
            throw LambdaErrors.service(
                    "The settings of the image of function %s cannot be read: %s"
                            .formatted(function.functionName(), e.getMessage()),
                    e);
        }
    }

    private static void apply(
            UpdateFunctionConfigurationRequest request,
            FunctionConfiguration.Builder latest,
            String name) {
        if (request.runtime() != null) {
            latest.runtime(request.runtimeAsString());
        }
        if (request.handler() != null) {
            latest.handler(request.handler());
        }
        if (request.role() != null) {
            latest.role(request.role());
        }
        if (request.description() != null) {
            latest.description(request.description());
        }
        if (request.timeout() != null) {
            latest.timeout(request.timeout());
        }
        if (request.memorySize() != null) {
            latest.memorySize(request.memorySize());
        }
        if (request.environment() != null) {
            latest.environment(environment(variables(request.environment())));
        }
        if (request.ephemeralStorage() != null) {
            latest.ephemeralStorage(request.ephemeralStorage());
        }
        if (request.imageConfig() != null) {
            latest.imageConfigResponse(image(request.imageConfig()));
        }
        if (request.loggingConfig() != null) {
            latest.loggingConfig(logging(request.loggingConfig(), name));
        }
    }

    private FunctionConfiguration update(
            FunctionName name,
            @Nullable String revisionId,
            UnaryOperator<FunctionEntry> entryChange,
            Consumer<FunctionConfiguration.Builder> change) {
        FunctionConfiguration updated =
                functions
                        .change(
                                name,
                                entry -> {
                                    checkChangeable(entry, revisionId);
                                    FunctionConfiguration.Builder latest =
                                            entry.latest().toBuilder();
                                    change.accept(latest);
                                    return entryChange
                                            .apply(entry)
                                            .withLatest(
                                                    latest.lastModified(now())
                                                            .revisionId(revision())
                                                            .lastUpdateStatus(
                                                                    LastUpdateStatus.IN_PROGRESS)
                                                            .lastUpdateStatusReason(
                                                                    "The function is being"
                                                                            + " created.")
                                                            .lastUpdateStatusReasonCode(
                                                                    LastUpdateStatusReasonCode
                                                                            .fromValue("Creating"))
                                                            .build());
                                })
                        .latest();
        settle(name, updated.revisionId(), settings.updateDelay());
        return updated;
    }

    /** Refuses a change while another is under way, or of another revision than the caller saw. */
    FunctionEntry checkChangeable(FunctionEntry entry, @Nullable String revisionId) {
        FunctionConfiguration latest = entry.latest();
        if (latest.state() == State.PENDING) {
            throw LambdaErrors.conflict(
                    "The operation cannot be performed at this time. The function is currently in"
                            + " the following state: Pending");
        }
        if (latest.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS) {
            throw LambdaErrors.conflict(
                    "The operation cannot be performed at this time. An update is in progress for"
                            + " resource: "
                            + latest.functionArn());
        }
        if (revisionId != null && !revisionId.equals(latest.revisionId())) {
            throw LambdaErrors.staleRevision();
        }
        return entry;
    }

    /** After the delay the function is Active and Successful and runs what it is now. */
    private void settle(FunctionName name, String revision, Duration delay) {
        ports.scheduler().after(delay, () -> functions.settle(name, revision));
    }

    private static Map<String, String> variables(@Nullable Environment environment) {
        return environment == null ? Map.of() : environment.variables();
    }

    private static @Nullable EnvironmentResponse environment(Map<String, String> variables) {
        return variables.isEmpty()
                ? null
                : EnvironmentResponse.builder().variables(variables).build();
    }

    private static @Nullable ImageConfigResponse image(@Nullable ImageConfig config) {
        return config == null ? null : ImageConfigResponse.builder().imageConfig(config).build();
    }

    private static @Nullable Integer size(@Nullable EphemeralStorage storage) {
        return storage == null ? null : storage.size();
    }

    private static LoggingConfig logging(@Nullable LoggingConfig given, String name) {
        String group =
                given == null || given.logGroup() == null
                        ? "/aws/lambda/" + name
                        : given.logGroup();
        if (given != null && given.logFormat() == LogFormat.JSON) {
            throw LambdaErrors.invalid(
                    "LogFormat JSON is not written by the local cloud. Use LogFormat Text.");
        }
        return LoggingConfig.builder().logFormat(LogFormat.TEXT).logGroup(group).build();
    }

    private String now() {
        return LAST_MODIFIED.format(ports.clock().instant());
    }

    private String revision() {
        return ports.ids().get().toString();
    }
}
