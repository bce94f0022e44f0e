package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.Scheduler;
import dev.kinescope.localcloud.time.SystemScheduler;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A local Lambda with all its surroundings, as the tests need it. */
final class LambdaBench implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::000000000000:role/function";
    static final String PACKAGE = SampleHandlers.class.getName() + "$";

    record Line(String group, String stream, String message) {}

    final List<Line> lines = new CopyOnWriteArrayList<>();
    final Map<String, Double> metrics = new java.util.concurrent.ConcurrentHashMap<>();
    final Map<String, byte[]> objects = new java.util.concurrent.ConcurrentHashMap<>();
    final LocalLambda lambda;

    private LambdaBench(
            LambdaSettings settings, Clock clock, Scheduler scheduler, DocumentStore documents) {
        this.lambda =
                new LocalLambda(
                        settings,
                        new LambdaPorts(
                                CloudIdentity.DEFAULT,
                                clock,
                                scheduler,
                                UUID::randomUUID,
                                documents,
                                this::object,
                                (role, name) -> Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"),
                                role -> !role.endsWith("/unknown"),
                                (group, stream, _, message) ->
                                        lines.add(new Line(group, stream, message)),
                                (_, _, metric, value, _) ->
                                        metrics.merge(metric, value, Double::sum),
                                new java.util.Random(7)));
    }

    static LambdaBench inRealTime(Path directory) {
        return inRealTime(
                LambdaSettings.in(directory).withArchiveDelay(Duration.ofDays(1)),
                new MemoryDocumentStore());
    }

    static LambdaBench inRealTime(LambdaSettings settings, DocumentStore documents) {
        return new LambdaBench(settings, Clock.systemUTC(), new SystemScheduler(), documents);
    }

    static <T extends Clock & Scheduler> LambdaBench in(Path directory, T time) {
        return new LambdaBench(LambdaSettings.in(directory), time, time, new MemoryDocumentStore());
    }

    static <T extends Clock & Scheduler> LambdaBench in(
            Path directory, T time, DocumentStore documents) {
        return new LambdaBench(LambdaSettings.in(directory), time, time, documents);
    }

    static <T extends Clock & Scheduler> LambdaBench in(
            LambdaSettings settings, T time, DocumentStore documents) {
        return new LambdaBench(settings, time, time, documents);
    }

    private InputStream object(String bucket, String key, @Nullable String version) {
        byte[] object = objects.get(bucket + "/" + key);
        if (object == null) {
            throw NoSuchKeyException.builder().message("The specified key does not exist.").build();
        }
        return new ByteArrayInputStream(object);
    }

    CreateFunctionResponse create(String name, String handler) {
        return create(name, handler, FunctionZips.ofHandlers());
    }

    CreateFunctionResponse create(String name, String handler, byte[] zip) {
        return lambda.createFunction(request ->
                request.functionName(name)
                        .runtime(Runtime.JAVA25)
                        .handler(PACKAGE + handler)
                        .role(ROLE)
                        .timeout(30)
                        .memorySize(256)
                        .code(code -> code.zipFile(SdkBytes.fromByteArray(zip))));
    }

    /** Creates a function of another runtime than Java, and waits until it is active. */
    void createActive(String name, String runtime, String handler, byte[] zip) {
        lambda.createFunction(request ->
                request.functionName(name)
                        .runtime(runtime)
                        .handler(handler)
                        .role(ROLE)
                        .timeout(30)
                        .code(code -> code.zipFile(SdkBytes.fromByteArray(zip))));
        awaitActive(name);
    }

    /** Creates and waits until it is active, in real time. */
    void createActive(String name, String handler) {
        create(name, handler);
        awaitActive(name);
    }

    void awaitActive(String name) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        lambda.getFunctionConfiguration(get -> get.functionName(name)).state()
                                == State.ACTIVE);
    }

    InvokeResponse invoke(String name, String payload) {
        return lambda.invoke(request ->
                request.functionName(name)
                        .logType(LogType.TAIL)
                        .payload(SdkBytes.fromUtf8String(payload)));
    }

    static String tail(InvokeResponse response) {
        return new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        lambda.close();
    }
}
