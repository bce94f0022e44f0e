package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.Concurrency;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteAliasRequest;
import software.amazon.awssdk.services.lambda.model.DeleteAliasResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionCodeLocation;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ListAliasesRequest;
import software.amazon.awssdk.services.lambda.model.ListAliasesResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ListVersionsByFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lambda on this machine: functions are kept here and run in child processes. */
public final class LocalLambda implements LambdaClient {
    private static final Logger LOG = LoggerFactory.getLogger(LocalLambda.class);

    private final LambdaSettings settings;
    private final LambdaPorts ports;
    private final Functions functions;
    private final FunctionControl control;
    private final VersionControl versions;
    private final ConcurrencyControl concurrency;
    private final Invoker invoker;
    private final EventQueue events;
    private final Thread hook;

    /** Starts with the functions that the document store holds. */
    public LocalLambda(LambdaSettings settings, LambdaPorts ports) {
        this.settings = settings;
        this.ports = ports;
        var code = new CodeStore(settings.directory().toAbsolutePath().normalize(), ports.ids());
        var runtimes = new Runtimes(settings.programs());
        this.functions = new Functions(settings, ports, code, runtimes);
        this.control = new FunctionControl(functions, code, settings, ports, runtimes);
        this.versions = new VersionControl(functions, control, ports);
        this.concurrency = new ConcurrencyControl(functions);
        this.invoker = new Invoker(ports);
        this.events = new EventQueue(functions, invoker, settings, ports);
        this.hook = Thread.ofPlatform().name("function-end").unstarted(this::end);
        Runtime.getRuntime().addShutdownHook(hook);
        events.resume();
    }

    @Override
    public CreateFunctionResponse createFunction(CreateFunctionRequest request) {
        return Models.as(
                control.create(request), CreateFunctionResponse.serializableBuilderClass());
    }

    @Override
    public GetFunctionConfigurationResponse getFunctionConfiguration(
            GetFunctionConfigurationRequest request) {
        return Models.as(
                resolve(request.functionName(), request.qualifier()).function(),
                GetFunctionConfigurationResponse.serializableBuilderClass());
    }

    @Override
    public UpdateFunctionCodeResponse updateFunctionCode(UpdateFunctionCodeRequest request) {
        return Models.as(
                control.updateCode(request), UpdateFunctionCodeResponse.serializableBuilderClass());
    }

    @Override
    public UpdateFunctionConfigurationResponse updateFunctionConfiguration(
            UpdateFunctionConfigurationRequest request) {
        return Models.as(
                control.updateConfiguration(request),
                UpdateFunctionConfigurationResponse.serializableBuilderClass());
    }

    /** The location of a zip is left out: there is no link to download it from. */
    @Override
    public GetFunctionResponse getFunction(GetFunctionRequest request) {
        Functions.Resolved resolved = resolve(request.functionName(), request.qualifier());
        Map<String, String> tags = resolved.entry().tags();
        return GetFunctionResponse.builder()
                .configuration(resolved.function())
                .code(location(resolved))
                .concurrency(
                        resolved.entry().reservedConcurrency() == null
                                ? null
                                : Concurrency.builder()
                                        .reservedConcurrentExecutions(
                                                resolved.entry().reservedConcurrency())
                                        .build())
                .tags(tags.isEmpty() ? null : tags)
                .build();
    }

    private FunctionCodeLocation location(Functions.Resolved resolved) {
        FunctionConfiguration function = resolved.function();
        String image = resolved.entry().images().get(function.version());
        if (image == null) {
            return FunctionCodeLocation.builder().repositoryType("S3").build();
        }
        return FunctionCodeLocation.builder()
                .repositoryType("ECR")
                .imageUri(image)
                .resolvedImageUri(
                        ImageReference.of(image, settings.registryForEcr())
                                .resolved("sha256:" + function.codeSha256()))
                .build();
    }

    @Override
    public ListFunctionsResponse listFunctions(ListFunctionsRequest request) {
        List<FunctionConfiguration> all =
                functions.all().stream()
                        .flatMap(entry ->
                                request.functionVersionAsString() == null
                                        ? Stream.of(entry.latest())
                                        : versions(entry))
                        .toList();
        Page<FunctionConfiguration> page = Page.of(all, request.marker(), request.maxItems());
        return ListFunctionsResponse.builder()
                .functions(page.items())
                .nextMarker(page.next())
                .build();
    }

    @Override
    public DeleteFunctionResponse deleteFunction(DeleteFunctionRequest request) {
        FunctionName name = FunctionName.of(request.functionName(), request.qualifier());
        if (name.qualifier() == null) {
            functions.remove(name);
        } else {
            versions.deleteVersion(name);
        }
        return DeleteFunctionResponse.builder().statusCode(204).build();
    }

    @Override
    public PublishVersionResponse publishVersion(PublishVersionRequest request) {
        return Models.as(
                versions.publish(request), PublishVersionResponse.serializableBuilderClass());
    }

    @Override
    public ListVersionsByFunctionResponse listVersionsByFunction(
            ListVersionsByFunctionRequest request) {
        FunctionEntry entry = functions.get(FunctionName.of(request.functionName(), null));
        Page<FunctionConfiguration> page =
                Page.of(versions(entry).toList(), request.marker(), request.maxItems());
        return ListVersionsByFunctionResponse.builder()
                .versions(page.items())
                .nextMarker(page.next())
                .build();
    }

    @Override
    public CreateAliasResponse createAlias(CreateAliasRequest request) {
        return Models.as(
                versions.createAlias(request), CreateAliasResponse.serializableBuilderClass());
    }

    @Override
    public UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
        return Models.as(
                versions.updateAlias(request), UpdateAliasResponse.serializableBuilderClass());
    }

    @Override
    public GetAliasResponse getAlias(GetAliasRequest request) {
        return Models.as(
                versions.getAlias(request.functionName(), request.name()),
                GetAliasResponse.serializableBuilderClass());
    }

    @Override
    public DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
        versions.deleteAlias(request.functionName(), request.name());
        return DeleteAliasResponse.builder().build();
    }

    @Override
    public ListAliasesResponse listAliases(ListAliasesRequest request) {
        FunctionEntry entry = functions.get(FunctionName.of(request.functionName(), null));
        String version = request.functionVersion();
        List<AliasConfiguration> all =
                entry.aliases().values().stream()
                        .filter(alias -> version == null || version.equals(alias.functionVersion()))
                        .toList();
        Page<AliasConfiguration> page = Page.of(all, request.marker(), request.maxItems());
        return ListAliasesResponse.builder().aliases(page.items()).nextMarker(page.next()).build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        functions.change(
                FunctionName.of(request.resource(), null),
                entry -> {
                    var tags = new HashMap<>(entry.tags());
                    tags.putAll(request.tags());
                    return entry.withTags(tags);
                });
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        functions.change(
                FunctionName.of(request.resource(), null),
                entry -> {
                    var tags = new HashMap<>(entry.tags());
                    tags.keySet().removeAll(request.tagKeys());
                    return entry.withTags(tags);
                });
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsResponse listTags(ListTagsRequest request) {
        return ListTagsResponse.builder()
                .tags(functions.get(FunctionName.of(request.resource(), null)).tags())
                .build();
    }

    @Override
    public PutFunctionConcurrencyResponse putFunctionConcurrency(
            PutFunctionConcurrencyRequest request) {
        FunctionName name = FunctionName.of(request.functionName(), null);
        return PutFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(
                        concurrency.put(name, request.reservedConcurrentExecutions()))
                .build();
    }

    @Override
    public GetFunctionConcurrencyResponse getFunctionConcurrency(
            GetFunctionConcurrencyRequest request) {
        return GetFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(
                        concurrency.get(FunctionName.of(request.functionName(), null)))
                .build();
    }

    @Override
    public DeleteFunctionConcurrencyResponse deleteFunctionConcurrency(
            DeleteFunctionConcurrencyRequest request) {
        concurrency.delete(FunctionName.of(request.functionName(), null));
        return DeleteFunctionConcurrencyResponse.builder().build();
    }

    @Override
    public GetAccountSettingsResponse getAccountSettings(GetAccountSettingsRequest request) {
        return concurrency.account();
    }

    private static Stream<FunctionConfiguration> versions(FunctionEntry entry) {
        return Stream.concat(Stream.of(entry.latest()), entry.versions().stream());
    }

    @Override
    public InvokeResponse invoke(InvokeRequest request) {
        Functions.Resolved resolved =
                functions.choose(FunctionName.of(request.functionName(), request.qualifier()));
        FunctionConfiguration function = resolved.function();
        InvokeRules.checkTypes(request);
        SdkBytes payload = InvokeRules.payload(request);
        String clientContext = InvokeRules.clientContext(request);
        if (function.state() != State.ACTIVE) {
            throw LambdaErrors.conflict(
                    "The operation cannot be performed at this time. The function is currently in"
                            + " the following state: "
                            + function.stateAsString());
        }
        if (request.invocationType() == InvocationType.DRY_RUN) {
            return InvokeResponse.builder().statusCode(204).build();
        }
        var invocation =
                new Invoker.Invocation(
                        ports.ids().get().toString(), payload, resolved.arn(), clientContext);
        if (request.invocationType() == InvocationType.EVENT) {
            events.accept(resolved, invocation);
            return InvokeResponse.builder().statusCode(202).build();
        }
        Invoker.Result result =
                functions.with(function, deployment -> invoker.invoke(deployment, invocation));
        return InvokeResponse.builder()
                .statusCode(200)
                .executedVersion(function.version())
                .functionError(result.functionError())
                .payload(result.payload())
                .logResult(request.logType() == LogType.TAIL ? result.logTail() : null)
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** Kills all functions that run. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The JVM is ending already: {}", e.getMessage());
        }
    }

    /** First the events: what is killed with a function then stays for the next process. */
    private void end() {
        events.close();
        functions.close();
    }

    private Functions.Resolved resolve(String name, @Nullable String qualifier) {
        return functions.resolve(FunctionName.of(name, qualifier));
    }
}
