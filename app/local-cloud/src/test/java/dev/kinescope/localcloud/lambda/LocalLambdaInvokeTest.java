package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ServiceException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

@Timeout(120)
class LocalLambdaInvokeTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir Path directory;
    private LambdaBench bench;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void start() {
        bench = LambdaBench.inRealTime(directory.resolve("lambda"));
    }

    @AfterEach
    void end() {
        bench.close();
        callers.close();
    }

    @Test
    void aFunctionFromAZipRunsAndStaysWarm() {
        bench.createActive("echo", "Echo");

        InvokeResponse first = bench.invoke("echo", "{\"a\":1}");
        InvokeResponse second = bench.invoke("echo", "{\"a\":2}");

        assertThat(first.payload().asUtf8String()).isEqualTo("{\"a\":1}");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.functionError()).isNull();
        assertThat(first.executedVersion()).isEqualTo("$LATEST");
        String memory = "(\tMax Memory Used: [0-9]+ MB)?";
        String id = "RequestId: [0-9a-f-]{36}";
        assertThat(LambdaBench.tail(first))
                .matches(
                        "INIT_START Runtime Version: java25 \\(local, JDK .*\\)\n"
                                + ("START " + id + " Version: \\$LATEST\n")
                                + "call 1 of echo ünï\n"
                                + ("END " + id + "\n")
                                + ("REPORT " + id + "\tDuration: [0-9.]+ ms")
                                + "\tBilled Duration: [0-9]+ ms\tMemory Size: 256 MB"
                                + memory
                                + "\tInit Duration: [0-9.]+ ms\n");
        assertThat(LambdaBench.tail(second))
                .matches(
                        ("START " + id + " Version: \\$LATEST\n")
                                + "call 2 of echo ünï\n"
                                + ("END " + id + "\n")
                                + ("REPORT " + id + "\tDuration: [0-9.]+ ms")
                                + "\tBilled Duration: [0-9]+ ms\tMemory Size: 256 MB"
                                + memory
                                + "\n");
        assertThat(bench.lines)
                .allSatisfy(line -> {
                    assertThat(line.group()).isEqualTo("/aws/lambda/echo");
                    assertThat(line.stream())
                            .matches("\\d{4}/\\d{2}/\\d{2}/\\[\\$LATEST][0-9a-f]{32}");
                })
                .extracting(LambdaBench.Line::message)
                .contains("call 1 of echo ünï", "call 2 of echo ünï");
        assertThat(bench.metrics)
                .containsEntry("Invocations", 2.0)
                .containsEntry("Errors", 0.0)
                .containsKey("Duration");
    }

    @Test
    void aHandlerOfObjectsGetsAndGivesJson() {
        bench.createActive("greeter", "Greeter");

        assertThat(bench.invoke("greeter", "{\"name\":\"Ada\"}").payload().asUtf8String())
                .isEqualTo("{\"greeting\":\"hello Ada\"}");
    }

    @Test
    void aHandlerIsFoundByMethodName() {
        bench.createActive("lengths", "Greeter::lengths");
        bench.createActive("stream", "Echo::handleRequest");

        assertThat(bench.invoke("lengths", "[\"a\",\"bcd\"]").payload().asUtf8String())
                .isEqualTo("[1,3]");
        assertThat(bench.invoke("stream", "[]").payload().asUtf8String()).isEqualTo("[]");
    }

    @Test
    void anExceptionIsAFunctionErrorAndTheChildLivesOn() {
        bench.createActive("actor", "Actor");

        InvokeResponse failed = bench.invoke("actor", "\"throw\"");

        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String())
                .startsWith(
                        "{\"errorMessage\":\"broken \\\"on purpose\\\"\",\"errorType\":"
                                + "\"java.lang.IllegalStateException\",\"stackTrace\":[\""
                                + LambdaBench.PACKAGE
                                + "Actor.handleRequest(")
                .contains(
                        "\"cause\":{\"errorMessage\":\"the cause\",\"errorType\":"
                                + "\"java.io.IOException\"")
                .doesNotContain("RuntimeLoop");
        assertThat(LambdaBench.tail(failed)).contains("IllegalStateException: broken");
        assertThat(LambdaBench.tail(bench.invoke("actor", "\"print 1\"")))
                .doesNotContain("Init Duration");
        assertThat(bench.metrics).containsEntry("Errors", 1.0).containsEntry("Invocations", 2.0);
    }

    @Test
    void aHandlerThatCannotBeMadeSaysWhy() {
        bench.createActive("broken", "Broken");
        bench.createActive("missing", "Nowhere");

        assertThat(bench.invoke("broken", "{}").payload().asUtf8String())
                .startsWith(
                        "{\"errorMessage\":\"no configuration\",\"errorType\":"
                                + "\"java.lang.IllegalStateException\"");
        InvokeResponse missing = bench.invoke("missing", "{}");
        assertThat(missing.functionError()).isEqualTo("Unhandled");
        assertThat(missing.payload().asUtf8String())
                .startsWith(
                        "{\"errorMessage\":\"Class not found: "
                                + LambdaBench.PACKAGE
                                + "Nowhere\",\"errorType\":\"java.lang.ClassNotFoundException\"");
        assertThat(LambdaBench.tail(missing)).contains("\tStatus: error\tError Type: ");
    }

    @Test
    void aProcessThatExitsIsReplacedByANewOne() {
        bench.createActive("actor", "Actor");

        InvokeResponse crashed = bench.invoke("actor", "\"exit 3\"");

        assertThat(crashed.functionError()).isEqualTo("Unhandled");
        assertThat(crashed.payload().asUtf8String())
                .matches(
                        "\\{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId:"
                                + " [0-9a-f-]{36} Error: Runtime exited with error: exit status"
                                + " 3\"}");
        assertThat(bench.invoke("actor", "\"print 1\"").payload().asUtf8String())
                .isEqualTo("\"done\"");
    }

    @Test
    void lackOfMemoryIsAFunctionErrorAndTheNextEventGetsANewProcess() {
        bench.createActive("actor", "Actor");

        InvokeResponse failed = bench.invoke("actor", "\"memory\"");

        assertThat(failed.payload().asUtf8String()).contains("java.lang.OutOfMemoryError");
        InvokeResponse next = bench.invoke("actor", "\"print 1\"");
        assertThat(next.functionError()).isNull();
        assertThat(LambdaBench.tail(next)).contains("Init Duration");
    }

    @Test
    void coldStartsLeaveNoThreadBehind() {
        bench.createActive("actor", "Actor");
        bench.invoke("actor", "\"exit 1\"");
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        for (int i = 0; i < 3; i++) {
            bench.invoke("actor", "\"exit 1\"");
        }

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(Thread.getAllStackTraces().keySet())
                                .filteredOn(thread -> !before.contains(thread))
                                .extracting(Thread::getName)
                                .noneMatch(name -> name.contains("timer"))
                                .noneMatch(name -> name.equals("function-output")));
    }

    @Test
    void whatAFunctionStartedEndsWithItAlsoWithoutAParent() {
        bench.createActive("actor", "Actor");
        String pid = bench.invoke("actor", "\"orphan\"").payload().asUtf8String();
        ProcessHandle orphan = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        assertThat(orphan.isAlive()).isTrue();

        bench.lambda.deleteFunction(delete -> delete.functionName("actor"));

        await().atMost(SOON).until(() -> !orphan.isAlive());
    }

    @Test
    void theCallersContextReachesTheFunction() {
        bench.createActive("actor", "Actor");
        String context =
                "{\"client\":{\"app_title\":\"ünï\"},\"custom\":{\"a\":\"b\"},\"env\":{\"c\":\"d\"}}";

        InvokeResponse response =
                bench.lambda.invoke(request ->
                        request.functionName("actor")
                                .clientContext(
                                        Base64.getEncoder().encodeToString(context.getBytes(UTF_8)))
                                .payload(SdkBytes.fromUtf8String("\"context\"")));

        assertThat(response.payload().asUtf8String()).isEqualTo("ünï{a=b}{c=d}");
        for (String wrong : List.of("{}", "W10=", "#")) {
            assertThatThrownBy(() ->
                            bench.lambda.invoke(
                                    request -> request.functionName("actor").clientContext(wrong)))
                    .isInstanceOf(InvalidRequestContentException.class);
        }
    }

    @Test
    void kindsOfInvocationThatThereAreNotAreRefused() {
        bench.createActive("actor", "Actor");

        assertThatThrownBy(() ->
                        bench.lambda.invoke(
                                request -> request.functionName("actor").invocationType("Later")))
                .hasMessageContaining(
                        "Value 'Later' at 'invocationType' failed to satisfy constraint: Member"
                                + " must satisfy enum value set: [DryRun, Event, RequestResponse]");
        assertThatThrownBy(() ->
                        bench.lambda.invoke(
                                request -> request.functionName("actor").logType("Head")))
                .hasMessageContaining("[None, Tail]");
    }

    @Test
    void aFunctionsCodeIsReadOnlyAndItsDirectoryForFilesItsOwn() throws IOException {
        bench.createActive("actor", "Actor");
        bench.invoke("actor", "\"print 1\"");

        try (var files = Files.walk(directory.resolve("lambda/code"))) {
            assertThat(files.skip(1))
                    .hasSizeGreaterThan(2)
                    .allSatisfy(file ->
                            assertThat(Files.getPosixFilePermissions(file))
                                    .doesNotContain(
                                            PosixFilePermission.OWNER_WRITE,
                                            PosixFilePermission.GROUP_WRITE,
                                            PosixFilePermission.OTHERS_WRITE));
        }
        assertThat(bench.invoke("actor", "\"env TMPDIR\"").payload().asUtf8String())
                .matches("\".*/lambda/tmp/[0-9a-f]{32}\"");
        assertThat(bench.invoke("actor", "\"env PATH\"").payload().asUtf8String())
                .isEqualTo("\"/usr/local/bin:/usr/bin:/bin\"");
        assertThat(bench.invoke("actor", "\"env LD_LIBRARY_PATH\"").payload().asUtf8String())
                .isEqualTo("\"null\"");
    }

    @Test
    void anInitialisationThatHangsSaysHowLongItWasWaitedFor() {
        LambdaSettings settings =
                new LambdaSettings(
                        directory.resolve("init"),
                        Duration.ZERO,
                        Duration.ZERO,
                        SOON,
                        Duration.ofSeconds(2),
                        1,
                        List.of(),
                        List.of(),
                        SOON,
                        Optional.empty());
        try (LambdaBench slow = LambdaBench.inRealTime(settings, new MemoryDocumentStore())) {
            slow.createActive("hangs", "Hangs");

            InvokeResponse response = slow.invoke("hangs", "1");

            assertThat(response.payload().asUtf8String())
                    .contains("Task timed out after 2.00 seconds");
            assertThat(LambdaBench.tail(response)).contains("\tDuration: 2000.00 ms\t");
        }
    }

    @Test
    void theTailIsTheLastFourKilobytes() {
        bench.createActive("actor", "Actor");

        InvokeResponse response = bench.invoke("actor", "\"print 2000\"");

        assertThat(Base64.getDecoder().decode(response.logResult())).hasSize(4096);
        assertThat(LambdaBench.tail(response))
                .contains("line number 1999\nno line end\nEND RequestId: ")
                .doesNotContain("line number 1000\n");
        assertThat(bench.lines.stream().filter(line -> line.message().startsWith("line number")))
                .hasSize(2000);
    }

    @Test
    void theEnvironmentIsTheFunctionsOwn() {
        bench.create("actor", "Actor");
        bench.awaitActive("actor");
        bench.lambda.updateFunctionConfiguration(update ->
                update.functionName("actor")
                        .environment(env -> env.variables(java.util.Map.of("COLOUR", "red"))));
        await().atMost(SOON)
                .until(() ->
                        "\"red\""
                                .equals(
                                        bench.invoke("actor", "\"env COLOUR\"")
                                                .payload()
                                                .asUtf8String()));

        assertThat(bench.invoke("actor", "\"env AWS_REGION\"").payload().asUtf8String())
                .isEqualTo("\"us-east-1\"");
        assertThat(bench.invoke("actor", "\"env AWS_ENDPOINT_URL\"").payload().asUtf8String())
                .isEqualTo("\"http://127.0.0.1:4566\"");
        assertThat(bench.invoke("actor", "\"env HOME\"").payload().asUtf8String())
                .isEqualTo("\"null\"");
    }

    @Test
    void aTimeOutKillsTheProcess() throws Exception {
        var time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
        try (LambdaBench manual = LambdaBench.in(directory.resolve("manual"), time)) {
            manual.create("actor", "Actor");
            time.advance(Duration.ofSeconds(1));
            manual.lambda.updateFunctionConfiguration(
                    update -> update.functionName("actor").timeout(3));
            time.advance(Duration.ofSeconds(1));
            CompletableFuture<InvokeResponse> answer =
                    CompletableFuture.supplyAsync(
                            () -> manual.invoke("actor", "\"hang\""), callers);
            await().atMost(SOON)
                    .until(() ->
                            manual.lines.stream()
                                    .anyMatch(line -> line.message().equals("hanging")));

            time.advance(Duration.ofMillis(2999));
            assertThat(answer).isNotDone();
            time.advance(Duration.ofMillis(1));

            InvokeResponse response = answer.get();
            assertThat(response.functionError()).isEqualTo("Unhandled");
            assertThat(response.payload().asUtf8String())
                    .matches(
                            "\\{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId:"
                                    + " [0-9a-f-]{36} Error: Task timed out after 3.00 seconds\"}");
            assertThat(LambdaBench.tail(response))
                    .contains("Task timed out after 3.00 seconds\nEND RequestId: ")
                    .contains("\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\t")
                    .endsWith("\tStatus: timeout\n");
        }
    }

    @Test
    void codeThatRunsStaysUntilItIsDoneAndNothingRunsAfterTheEnd() throws Exception {
        var time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
        Path code = directory.resolve("replaced/code");
        try (LambdaBench manual = LambdaBench.in(directory.resolve("replaced"), time)) {
            manual.create("actor", "Actor");
            time.advance(Duration.ofSeconds(1));
            CompletableFuture<InvokeResponse> answer =
                    CompletableFuture.supplyAsync(
                            () -> manual.invoke("actor", "\"hang\""), callers);
            await().atMost(SOON)
                    .until(() ->
                            manual.lines.stream()
                                    .anyMatch(line -> line.message().equals("hanging")));
            byte[] other = FunctionZips.ofClasses("other");
            manual.lambda.updateFunctionCode(
                    update -> update.functionName("actor").zipFile(SdkBytes.fromByteArray(other)));
            time.advance(Duration.ofSeconds(1));
            assertThat(code.toFile().list()).hasSize(2);

            time.advance(Duration.ofSeconds(30));
            answer.get();
            assertThat(code.toFile().list()).hasSize(1);

            manual.lambda.close();
            assertThatThrownBy(() -> manual.invoke("actor", "{}"))
                    .isInstanceOf(ServiceException.class);
        }
    }

    @Test
    void concurrentEventsGetTheirOwnProcessesUpToTheBound() throws Exception {
        try (LambdaBench two =
                LambdaBench.inRealTime(
                        LambdaSettings.in(directory.resolve("two")).withMaxChildren(2),
                        new MemoryDocumentStore())) {
            two.createActive("actor", "Actor");
            Path gate = directory.resolve("gate");
            List<CompletableFuture<InvokeResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                answers.add(
                        CompletableFuture.supplyAsync(
                                () -> two.invoke("actor", "\"file " + gate + "\""), callers));
            }
            await().atMost(SOON)
                    .until(() ->
                            two.lines.stream()
                                            .filter(line -> line.message().equals("waiting"))
                                            .count()
                                    == 2);

            assertThatThrownBy(() -> two.invoke("actor", "\"print 1\""))
                    .isInstanceOf(TooManyRequestsException.class)
                    .hasMessageContaining("Rate Exceeded.");
            Files.createFile(gate);

            for (CompletableFuture<InvokeResponse> answer : answers) {
                assertThat(answer.get().payload().asUtf8String()).isEqualTo("\"done\"");
            }
            assertThat(two.lines.stream().map(LambdaBench.Line::stream).distinct()).hasSize(2);
            assertThat(two.metrics).containsEntry("Throttles", 1.0);
        }
    }

    @Test
    void anEventInvocationIsTriedThreeTimes() {
        bench.createActive("actor", "Actor");

        InvokeResponse accepted =
                bench.lambda.invoke(request ->
                        request.functionName("actor")
                                .invocationType(InvocationType.EVENT)
                                .payload(SdkBytes.fromUtf8String("\"throw\"")));

        assertThat(accepted.statusCode()).isEqualTo(202);
        await().atMost(SOON).until(() -> bench.metrics.getOrDefault("Errors", 0.0) == 3.0);
        assertThat(
                        bench.lines.stream()
                                .filter(line -> line.message().startsWith("START"))
                                .map(LambdaBench.Line::message)
                                .distinct())
                .hasSize(1);
    }

    @Test
    void aDryRunRunsNothing() {
        bench.createActive("actor", "Actor");

        assertThat(
                        bench.lambda
                                .invoke(request ->
                                        request.functionName("actor")
                                                .invocationType(InvocationType.DRY_RUN))
                                .statusCode())
                .isEqualTo(204);
        assertThat(bench.lines).isEmpty();
    }

    @Test
    void payloadsAreChecked() {
        bench.createActive("actor", "Actor");

        assertThatThrownBy(() -> bench.invoke("actor", "{"))
                .isInstanceOf(InvalidRequestContentException.class)
                .hasMessageContaining("Could not parse request body into json");
        assertThatThrownBy(() -> bench.invoke("actor", "\"" + "x".repeat(6_291_456) + "\""))
                .isInstanceOf(RequestTooLargeException.class);
        assertThatThrownBy(() ->
                        bench.lambda.invoke(request ->
                                request.functionName("actor")
                                        .invocationType(InvocationType.EVENT)
                                        .payload(
                                                SdkBytes.fromUtf8String(
                                                        "\"" + "x".repeat(1_048_576) + "\""))))
                .isInstanceOf(RequestTooLargeException.class);
        assertThat(bench.invoke("actor", "\"big 6291557\"").payload().asUtf8String())
                .contains("Function.ResponseSizeTooLarge");
    }

    @Test
    void processesEndWithTheService() throws IOException, InterruptedException, ExecutionException {
        bench.createActive("echo", "Echo");
        bench.invoke("echo", "{}");
        List<ProcessHandle> children =
                ProcessHandle.current()
                        .children()
                        .filter(child ->
                                child.info()
                                        .commandLine()
                                        .orElse("")
                                        .contains(directory.toString()))
                        .toList();

        bench.close();

        for (ProcessHandle child : children) {
            child.onExit().get();
        }
        assertThat(children).hasSize(1);
        assertThat(Files.list(directory.resolve("lambda/tmp"))).isEmpty();
    }
}
