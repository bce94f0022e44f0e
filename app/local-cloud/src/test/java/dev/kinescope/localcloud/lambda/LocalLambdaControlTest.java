package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;

@Timeout(120)
class LocalLambdaControlTest {
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:echo";

    @TempDir Path directory;
    private final ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
    private LambdaBench bench;
    private LambdaClient lambda;

    @BeforeEach
    void start() {
        bench = LambdaBench.in(directory, time);
        lambda = bench.lambda;
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private GetFunctionConfigurationResponse echo() {
        return lambda.getFunctionConfiguration(get -> get.functionName("echo"));
    }

    private void settle() {
        time.advance(Duration.ofMillis(200));
    }

    @Test
    void aNewFunctionIsPendingThenActive() throws Exception {
        byte[] zip = FunctionZips.ofHandlers();
        CreateFunctionResponse created = bench.create("echo", "Echo", zip);

        assertThat(created.functionArn()).isEqualTo(ARN);
        assertThat(created.state()).isEqualTo(State.PENDING);
        assertThat(created.stateReasonCodeAsString()).isEqualTo("Creating");
        assertThat(created.codeSize()).isEqualTo(zip.length);
        assertThat(created.codeSha256())
                .isEqualTo(
                        Base64.getEncoder()
                                .encodeToString(MessageDigest.getInstance("SHA-256").digest(zip)));
        assertThat(created.lastModified()).isEqualTo("2026-11-22T10:00:00.000+0000");
        assertThat(created.version()).isEqualTo("$LATEST");
        assertThat(created.ephemeralStorage().size()).isEqualTo(512);
        assertThatThrownBy(() -> bench.invoke("echo", "{}"))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining(
                        "The operation cannot be performed at this time. The function is currently"
                                + " in the following state: Pending");
        assertThatThrownBy(() ->
                        lambda.updateFunctionConfiguration(u -> u.functionName("echo").timeout(9)))
                .isInstanceOf(ResourceConflictException.class);

        settle();

        assertThat(echo().state()).isEqualTo(State.ACTIVE);
        assertThat(echo().stateReason()).isNull();
        assertThat(echo().lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
    }

    @Test
    void anUpdateIsInProgressAndTheOldCodeStillRuns() {
        bench.create("echo", "Echo", FunctionZips.ofClasses("one"));
        settle();
        String before = echo().codeSha256();
        byte[] nothing = FunctionZips.of(Map.of("a.txt", new byte[1]));

        lambda.updateFunctionCode(
                update -> update.functionName("echo").zipFile(SdkBytes.fromByteArray(nothing)));

        assertThat(echo().lastUpdateStatus()).isEqualTo(LastUpdateStatus.IN_PROGRESS);
        assertThat(echo().codeSha256()).isNotEqualTo(before);
        assertThat(bench.invoke("echo", "{}").functionError()).isNull();
        assertThatThrownBy(() ->
                        lambda.updateFunctionConfiguration(u -> u.functionName("echo").timeout(9)))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining(
                        "The operation cannot be performed at this time. An update is in progress"
                                + " for resource: "
                                + ARN);
        assertThatThrownBy(() -> lambda.publishVersion(p -> p.functionName("echo")))
                .isInstanceOf(ResourceConflictException.class);

        settle();

        assertThat(echo().lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        assertThat(bench.invoke("echo", "{}").functionError()).isEqualTo("Unhandled");
        assertThat(directory.resolve("code")).isDirectoryContaining(Files::isDirectory);
        assertThat(directory.resolve("code").toFile().list()).hasSize(1);
    }

    @Test
    void anUpdateOfAnotherRevisionIsRefused() {
        String first = bench.create("echo", "Echo").revisionId();
        settle();
        lambda.updateFunctionConfiguration(
                update -> update.functionName("echo").revisionId(first).timeout(9));
        settle();

        assertThatThrownBy(() ->
                        lambda.updateFunctionConfiguration(update ->
                                update.functionName("echo").revisionId(first).timeout(10)))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(echo().timeout()).isEqualTo(9);
    }

    @Test
    void aDryRunOfCodeChangesNothing() {
        bench.create("echo", "Echo");
        settle();
        String before = echo().codeSha256();

        var would =
                lambda.updateFunctionCode(update ->
                        update.functionName("echo")
                                .dryRun(true)
                                .zipFile(SdkBytes.fromByteArray(FunctionZips.ofClasses("two"))));

        assertThat(would.codeSha256()).isNotEqualTo(before);
        assertThat(echo().codeSha256()).isEqualTo(before);
    }

    @Test
    void codeCanComeFromS3() {
        bench.objects.put("artifacts/echo.zip", FunctionZips.ofHandlers());

        lambda.createFunction(
                valid(c -> c.code(code -> code.s3Bucket("artifacts").s3Key("echo.zip"))));
        settle();

        assertThat(bench.invoke("echo", "7").payload().asUtf8String()).isEqualTo("7");
        assertRefused(
                valid(c ->
                        c.functionName("other")
                                .code(code -> code.s3Bucket("artifacts").s3Key("none"))),
                "InvalidParameterValueException",
                "Error occurred while GetObject. The specified key does not exist.");
    }

    @Test
    void badSettingsAreRefusedWithTheReason() {
        assertRefused(
                valid(c -> c.timeout(901)),
                "ValidationException",
                "Value '901' at 'timeout' failed to satisfy constraint: Member must have value less"
                        + " than or equal to 900");
        assertRefused(valid(c -> c.memorySize(64)), "ValidationException", "'memorySize'");
        assertRefused(
                valid(c -> c.runtime("nodejs22.x")),
                "InvalidParameterValueException",
                "Value nodejs22.x at 'runtime' failed to satisfy constraint: it is not offered by"
                        + " the local cloud, which runs java25, java21, java17");
        assertRefused(
                valid(c -> c.handler(null)),
                "InvalidParameterValueException",
                "Runtime and Handler are mandatory parameters");
        assertRefused(
                valid(c -> c.role("arn:aws:iam::000000000000:role/unknown")),
                "InvalidParameterValueException",
                "The role defined for the function cannot be assumed by Lambda.");
        assertRefused(valid(c -> c.role("me")), "ValidationException", "'role'");
        assertRefused(
                valid(c -> c.environment(e -> e.variables(Map.of("AWS_REGION", "x")))),
                "InvalidParameterValueException",
                "Reserved keys used in this request: AWS_REGION");
        assertRefused(
                valid(c -> c.environment(e -> e.variables(Map.of("LONG", "x".repeat(4096))))),
                "InvalidParameterValueException",
                "exceeded the 4KB limit");
        assertRefused(
                valid(c -> c.functionName("no spaces")), "ValidationException", "'functionName'");
        assertRefused(
                valid(c -> c.packageType(PackageType.IMAGE)),
                "InvalidParameterValueException",
                "Please don't provide ZipFile, S3Bucket or S3Key for a function with packageType");
        assertRefused(
                valid(c ->
                        c.packageType(PackageType.IMAGE)
                                .code(code -> code.imageUri("localhost/a"))),
                "InvalidParameterValueException",
                "Runtime and Handler are not supported for functions created with container");
        assertRefused(
                valid(c -> c.layers("arn:aws:lambda:us-east-1:000000000000:layer:a:1")),
                "InvalidParameterValueException",
                "Layers are not offered by the local cloud");
        assertThat(lambda.listFunctions().functions()).isEmpty();
    }

    @Test
    void badZipsAreRefusedAndLeaveNothing() throws IOException {
        assertRefused(
                zipped("no zip".getBytes(StandardCharsets.UTF_8)),
                "InvalidParameterValueException",
                "Could not unzip uploaded file. Please check your file, then try to upload again.");
        assertRefused(
                zipped(FunctionZips.of(Map.of())),
                "InvalidParameterValueException",
                "Uploaded file must be a non-empty zip");
        for (String name :
                new String[] {"../evil", "a/../../evil", "/evil", "C:\\evil", "a\\..\\b"}) {
            assertRefused(
                    zipped(FunctionZips.of(Map.of(name, new byte[] {1}))),
                    "InvalidParameterValueException",
                    "points outside the function's directory");
        }
        assertRefused(
                zipped(FunctionZips.of(Map.of("zeros", new byte[262_144_001]))),
                "InvalidParameterValueException",
                "Unzipped size must be smaller than 262144000 bytes");
        assertThat(Files.list(directory.resolve("code"))).isEmpty();
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void anUnknownFunctionIsNotFound() {
        assertThatThrownBy(() -> bench.invoke("nowhere", "{}"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "Function not found:"
                                + " arn:aws:lambda:us-east-1:000000000000:function:nowhere");
        assertThatThrownBy(() -> lambda.deleteFunction(d -> d.functionName("nowhere")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aNameIsTakenOnce() {
        bench.create("echo", "Echo");

        assertThatThrownBy(() -> bench.create("echo", "Echo"))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("Function already exist: echo");

        lambda.deleteFunction(d -> d.functionName(ARN));
        assertThat(lambda.listFunctions().functions()).isEmpty();
        bench.create("echo", "Echo");
        settle();
        assertThat(echo().state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void versionsStayAsTheyWereAndAliasesPointAtThem() {
        bench.create("echo", "Echo");
        settle();

        assertThat(lambda.publishVersion(p -> p.functionName("echo")).version()).isEqualTo("1");
        assertThat(lambda.publishVersion(p -> p.functionName("echo")).version()).isEqualTo("1");
        lambda.updateFunctionConfiguration(u -> u.functionName("echo").timeout(9));
        settle();
        var second = lambda.publishVersion(p -> p.functionName("echo").description("second"));
        assertThat(second.functionArn()).isEqualTo(ARN + ":2");
        lambda.createAlias(a -> a.functionName("echo").name("live").functionVersion("1"));

        assertThat(
                        lambda
                                .listVersionsByFunction(l -> l.functionName("echo"))
                                .versions()
                                .stream()
                                .map(FunctionConfiguration::version))
                .containsExactly("$LATEST", "1", "2");
        assertThat(lambda.getFunctionConfiguration(g -> g.functionName(ARN + ":live")).timeout())
                .isEqualTo(30);
        assertThat(lambda.invoke(i -> i.functionName("echo").qualifier("live")).executedVersion())
                .isEqualTo("1");
        assertThatThrownBy(() -> lambda.deleteFunction(d -> d.functionName("echo").qualifier("1")))
                .isInstanceOf(ResourceConflictException.class);

        lambda.updateAlias(a -> a.functionName("echo").name("live").functionVersion("2"));
        lambda.deleteFunction(d -> d.functionName("echo").qualifier("1"));

        assertThat(lambda.getAlias(a -> a.functionName("echo").name("live")).functionVersion())
                .isEqualTo("2");
        assertThat(lambda.listAliases(a -> a.functionName("echo")).aliases()).hasSize(1);
        assertThatThrownBy(() ->
                        lambda.getFunctionConfiguration(g -> g.functionName("echo").qualifier("1")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(ARN + ":1");
        lambda.deleteAlias(a -> a.functionName("echo").name("live"));
        assertThat(lambda.listAliases(a -> a.functionName("echo")).aliases()).isEmpty();
    }

    @Test
    void listingsHavePages() {
        for (String name : new String[] {"a", "b", "c"}) {
            bench.create(name, "Echo");
        }

        var first = lambda.listFunctions(l -> l.maxItems(2));
        var second = lambda.listFunctions(l -> l.maxItems(2).marker(first.nextMarker()));

        assertThat(first.functions().stream().map(FunctionConfiguration::functionName))
                .containsExactly("a", "b");
        assertThat(second.functions().stream().map(FunctionConfiguration::functionName))
                .containsExactly("c");
        assertThat(second.nextMarker()).isNull();
    }

    @Test
    void tagsCanBeSetAndRemoved() {
        bench.create("echo", "Echo");

        lambda.tagResource(t -> t.resource(ARN).tags(Map.of("team", "posts", "stage", "dev")));
        lambda.untagResource(t -> t.resource(ARN).tagKeys("stage"));

        assertThat(lambda.listTags(t -> t.resource(ARN)).tags()).isEqualTo(Map.of("team", "posts"));
        assertThat(lambda.getFunction(g -> g.functionName("echo")).tags())
                .isEqualTo(Map.of("team", "posts"));
    }

    @Test
    void functionsVersionsAndAliasesSurviveARestart() {
        var documents = new MemoryDocumentStore();
        LambdaSettings settings = LambdaSettings.in(directory.resolve("kept"));
        FunctionConfiguration before;
        try (LambdaBench first = LambdaBench.inRealTime(settings, documents)) {
            first.createActive("echo", "Echo");
            first.lambda.publishVersion(p -> p.functionName("echo"));
            first.lambda.createAlias(a -> a.functionName("echo").name("live").functionVersion("1"));
            first.create("pending", "Echo");
            before = first.lambda.getFunction(g -> g.functionName("echo")).configuration();
        }

        try (LambdaBench second = LambdaBench.inRealTime(settings, documents)) {
            assertThat(second.lambda.getFunction(g -> g.functionName("echo")).configuration())
                    .isEqualTo(before);
            assertThat(
                            second.lambda
                                    .getFunctionConfiguration(g -> g.functionName("pending"))
                                    .state())
                    .isEqualTo(State.ACTIVE);
            assertThat(second.invoke("echo:live", "1").executedVersion()).isEqualTo("1");
        }
    }

    private static CreateFunctionRequest zipped(byte[] zip) {
        return valid(c -> c.code(code -> code.zipFile(SdkBytes.fromByteArray(zip))));
    }

    private static CreateFunctionRequest valid(Consumer<CreateFunctionRequest.Builder> change) {
        CreateFunctionRequest.Builder builder =
                CreateFunctionRequest.builder()
                        .functionName("echo")
                        .runtime("java25")
                        .handler(LambdaBench.PACKAGE + "Echo")
                        .role(LambdaBench.ROLE)
                        .code(code ->
                                code.zipFile(SdkBytes.fromByteArray(FunctionZips.ofHandlers())));
        change.accept(builder);
        return builder.build();
    }

    private void assertRefused(CreateFunctionRequest request, String code, String message) {
        assertThatThrownBy(() -> lambda.createFunction(request))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        error -> {
                            assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(error.awsErrorDetails().errorMessage()).contains(message);
                            assertThat(error.statusCode()).isEqualTo(400);
                        });
    }
}
