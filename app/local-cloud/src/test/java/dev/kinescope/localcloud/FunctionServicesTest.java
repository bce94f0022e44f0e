package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.lambda.FunctionZips;
import dev.kinescope.localcloud.lambda.SampleHandlers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.waiters.WaiterResponse;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentItemResult;
import software.amazon.awssdk.services.comprehend.model.BatchSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.SentimentType;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.s3.S3Client;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;

/** Lambda, CloudWatch Logs and Comprehend through the SDK's own clients over HTTP. */
@Timeout(120)
class FunctionServicesTest {
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":\
            "lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
            """;

    @TempDir Path directory;
    private LocalCloud cloud;
    private LambdaClient lambda;
    private CloudWatchLogsClient logs;
    private String role;

    @BeforeEach
    void start() {
        open();
        try (IamClient iam = Clients.of(cloud, IamClient.builder())) {
            role =
                    iam.createRole(r -> r.roleName("function").assumeRolePolicyDocument(TRUST))
                            .role()
                            .arn();
        }
    }

    private void open() {
        cloud = LocalCloud.start(LocalCloudSettings.in(directory));
        lambda = Clients.of(cloud, LambdaClient.builder());
        logs = Clients.of(cloud, CloudWatchLogsClient.builder());
    }

    @AfterEach
    void stop() {
        lambda.close();
        logs.close();
        cloud.close();
    }

    private CreateFunctionResponse create(
            String name, String handler, Consumer<CreateFunctionRequest.Builder> change) {
        CreateFunctionRequest.Builder request =
                CreateFunctionRequest.builder()
                        .functionName(name)
                        .runtime(Runtime.JAVA25)
                        .handler(SampleHandlers.class.getName() + "$" + handler)
                        .role(role)
                        .memorySize(256)
                        .timeout(30)
                        .code(c -> c.zipFile(SdkBytes.fromByteArray(FunctionZips.ofHandlers())));
        change.accept(request);
        return lambda.createFunction(request.build());
    }

    private void awaitActive(String name) {
        try (var waiter = lambda.waiter()) {
            WaiterResponse<?> found = waiter.waitUntilFunctionActiveV2(g -> g.functionName(name));
            assertThat(found.matched().response()).isPresent();
        }
    }

    private InvokeResponse invoke(String name, String payload) {
        return lambda.invoke(i ->
                i.functionName(name)
                        .logType(LogType.TAIL)
                        .payload(SdkBytes.fromUtf8String(payload)));
    }

    @Test
    void aFunctionIsCreatedRunAndRead() {
        CreateFunctionResponse created = create("echo", "Echo", c -> c.tags(Map.of("a", "b")));
        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.state()).isEqualTo(State.PENDING);
        awaitActive("echo");

        InvokeResponse answer = invoke("echo", "{\"text\":\"grüße\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.payload().asUtf8String()).isEqualTo("{\"text\":\"grüße\"}");
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        assertThat(answer.functionError()).isNull();
        String tail =
                new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8);
        assertThat(tail).contains("call 1 of echo ünï\nEND RequestId: ");
        assertThat(
                        logs.filterLogEvents(f ->
                                        f.logGroupName("/aws/lambda/echo")
                                                .filterPattern("\"call 1 of\""))
                                .events())
                .extracting(FilteredLogEvent::message)
                .containsExactly("call 1 of echo ünï\n");
        assertThat(lambda.getFunction(g -> g.functionName("echo")).tags())
                .isEqualTo(Map.of("a", "b"));
        assertThat(lambda.listFunctions().functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("echo");
    }

    @Test
    void aFunctionErrorAndAConflictKeepTheirForm() {
        create("actor", "Actor", c -> {});
        assertThatThrownBy(() -> invoke("actor", "\"throw\""))
                .isInstanceOf(ResourceConflictException.class)
                .hasMessageContaining("in the following state: Pending");
        awaitActive("actor");

        InvokeResponse failed = invoke("actor", "\"throw\"");

        assertThat(failed.statusCode()).isEqualTo(200);
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String()).contains("broken \\\"on purpose\\\"");
        assertThatThrownBy(() -> invoke("nowhere", "{}"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "Function not found:"
                                + " arn:aws:lambda:us-east-1:000000000000:function:nowhere");
        assertThat(
                        lambda.invoke(i ->
                                        i.functionName("actor")
                                                .invocationType(InvocationType.DRY_RUN))
                                .statusCode())
                .isEqualTo(204);
        assertThat(
                        lambda.invoke(i ->
                                        i.functionName("actor")
                                                .invocationType(InvocationType.EVENT)
                                                .payload(SdkBytes.fromUtf8String("\"print 1\"")))
                                .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aFunctionGetsTheEndpointAndKeysOfItsRole() {
        create("actor", "Actor", c -> {});
        awaitActive("actor");

        assertThat(invoke("actor", "\"env AWS_ENDPOINT_URL\"").payload().asUtf8String())
                .isEqualTo("\"" + cloud.endpoint() + "\"");
        assertThat(invoke("actor", "\"env AWS_ACCESS_KEY_ID\"").payload().asUtf8String())
                .startsWith("\"ASIA");
        assertThat(invoke("actor", "\"env AWS_SESSION_TOKEN\"").payload().asUtf8String())
                .isNotEqualTo("\"null\"");
    }

    @Test
    void codeAndSettingsAreUpdated() {
        create("echo", "Echo", c -> {});
        awaitActive("echo");

        lambda.updateFunctionConfiguration(u ->
                u.functionName("echo")
                        .handler(SampleHandlers.class.getName() + "$Greeter")
                        .environment(e -> e.variables(Map.of("COLOUR", "red"))));
        try (var waiter = lambda.waiter()) {
            waiter.waitUntilFunctionUpdatedV2(g -> g.functionName("echo"));
        }

        var now = lambda.getFunctionConfiguration(g -> g.functionName("echo"));
        assertThat(now.lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        assertThat(now.environment().variables()).isEqualTo(Map.of("COLOUR", "red"));
        assertThat(invoke("echo", "{\"name\":\"Ada\"}").payload().asUtf8String())
                .isEqualTo("{\"greeting\":\"hello Ada\"}");
        assertThat(lambda.publishVersion(p -> p.functionName("echo")).version()).isEqualTo("1");
        lambda.createAlias(a -> a.functionName("echo").name("live").functionVersion("1"));
        assertThat(lambda.listAliases(a -> a.functionName("echo")).aliases()).hasSize(1);
        assertThat(lambda.listVersionsByFunction(l -> l.functionName("echo")).versions())
                .hasSize(2);
        lambda.deleteFunction(d -> d.functionName("echo"));
        assertThat(lambda.listFunctions().functions()).isEmpty();
    }

    @Test
    void codeComesFromS3AndRolesFromIam() {
        try (S3Client s3 = Clients.of(cloud, S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(b -> b.bucket("artifacts"));
            s3.putObject(
                    p -> p.bucket("artifacts").key("echo.zip"),
                    RequestBody.fromBytes(FunctionZips.ofHandlers()));
        }

        create("echo", "Echo", c -> c.code(code -> code.s3Bucket("artifacts").s3Key("echo.zip")));
        awaitActive("echo");

        assertThat(invoke("echo", "1").payload().asUtf8String()).isEqualTo("1");
        assertThatThrownBy(() ->
                        create(
                                "other",
                                "Echo",
                                c -> c.code(code -> code.s3Bucket("artifacts").s3Key("no"))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("Error occurred while GetObject.");
        assertThatThrownBy(() ->
                        create("other", "Echo", c -> c.role("arn:aws:iam::000000000000:role/none")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining(
                        "The role defined for the function cannot be assumed by Lambda.");
    }

    @Test
    void functionsSurviveARestart() {
        create("echo", "Echo", c -> {});
        awaitActive("echo");
        invoke("echo", "1");
        stop();
        open();

        assertThat(invoke("echo", "2").payload().asUtf8String()).isEqualTo("2");
        assertThat(
                        logs.filterLogEvents(f ->
                                        f.logGroupName("/aws/lambda/echo")
                                                .filterPattern("\"call 1 of\""))
                                .events())
                .as("lines of the process before and of the one after the restart")
                .hasSize(2);
    }

    @Test
    void aFunctionsShareIsSetReadAndRemoved() {
        create("echo", "Echo", c -> {});

        lambda.putFunctionConcurrency(p -> p.functionName("echo").reservedConcurrentExecutions(5));
        assertThat(
                        lambda.getFunctionConcurrency(g -> g.functionName("echo"))
                                .reservedConcurrentExecutions())
                .isEqualTo(5);
        assertThat(lambda.getAccountSettings().accountLimit().unreservedConcurrentExecutions())
                .isEqualTo(995);
        assertThat(
                        lambda.deleteFunctionConcurrency(d -> d.functionName("echo"))
                                .sdkHttpResponse()
                                .statusCode())
                .isEqualTo(204);
    }

    @Test
    void theLanguageIsAskedFor() {
        try (ComprehendClient comprehend = Clients.of(cloud, ComprehendClient.builder())) {
            assertThat(
                            comprehend
                                    .detectDominantLanguage(
                                            d -> d.text("Wo ist bitte der nächste Bahnhof?"))
                                    .languages()
                                    .getFirst()
                                    .languageCode())
                    .isEqualTo("de");
        }
    }

    @Test
    void functionsHaveMetrics() {
        create("echo", "Echo", c -> {});
        awaitActive("echo");
        invoke("echo", "1");

        Instant now = Instant.now();
        GetMetricStatisticsRequest invocations =
                GetMetricStatisticsRequest.builder()
                        .namespace("AWS/Lambda")
                        .metricName("Invocations")
                        .dimensions(Dimension.builder().name("FunctionName").value("echo").build())
                        .period(60)
                        .statistics(Statistic.SUM)
                        .startTime(now.minus(Duration.ofMinutes(5)))
                        .endTime(now.plus(Duration.ofMinutes(5)))
                        .build();
        try (CloudWatchClient metrics = Clients.of(cloud, CloudWatchClient.builder())) {
            assertThat(metrics.getMetricStatistics(invocations).datapoints())
                    .extracting(Datapoint::sum)
                    .containsExactly(1.0);
        }
    }

    @Test
    void logGroupsAreKeptAndMissed() {
        logs.createLogGroup(c -> c.logGroupName("/mine"));
        logs.createLogStream(c -> c.logGroupName("/mine").logStreamName("one"));
        InputLogEvent line =
                InputLogEvent.builder()
                        .timestamp(Instant.now().toEpochMilli())
                        .message("a")
                        .build();
        logs.putLogEvents(p -> p.logGroupName("/mine").logStreamName("one").logEvents(line));

        assertThat(
                        logs.getLogEvents(g ->
                                        g.logGroupName("/mine")
                                                .logStreamName("one")
                                                .startFromHead(true))
                                .events())
                .singleElement()
                .satisfies(event -> assertThat(event.message()).isEqualTo("a"));
        assertThat(logs.describeLogGroups().logGroups()).hasSize(1);
        assertThatThrownBy(() -> logs.filterLogEvents(f -> f.logGroupName("/none")))
                .isInstanceOf(
                        software.amazon.awssdk.services.cloudwatchlogs.model
                                .ResourceNotFoundException.class)
                .hasMessageContaining("The specified log group does not exist.");
    }

    @Test
    void sentimentIsAskedForInBatches() {
        try (ComprehendClient comprehend = Clients.of(cloud, ComprehendClient.builder())) {
            var response =
                    comprehend.batchDetectSentiment(b ->
                            b.languageCode("en").textList("I love it", "A chair", "I hate it"));

            assertThat(response.resultList())
                    .extracting(BatchDetectSentimentItemResult::sentiment)
                    .containsExactly(
                            SentimentType.POSITIVE, SentimentType.NEUTRAL, SentimentType.NEGATIVE);
            assertThat(response.hasErrorList()).isTrue();
            assertThat(response.errorList()).isEmpty();
            assertThatThrownBy(() ->
                            comprehend.batchDetectSentiment(b ->
                                    b.languageCode("en").textList(Collections.nCopies(26, "a"))))
                    .isInstanceOf(BatchSizeLimitExceededException.class);
            assertThatThrownBy(() ->
                            comprehend.detectSentiment(
                                    d -> d.languageCode("en").text("a".repeat(5001))))
                    .isInstanceOf(TextSizeLimitExceededException.class)
                    .hasMessageContaining("in this request the text size is 5001 bytes");
        }
    }
}
