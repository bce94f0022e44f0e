package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.faults.Fault;
import dev.kinescope.localcloud.faults.Fault.Moment;
import dev.kinescope.localcloud.faults.Fault.Traffic;
import dev.kinescope.localcloud.faults.Setting;
import dev.kinescope.localcloud.faults.When;
import dev.kinescope.localcloud.lambda.FunctionZips;
import dev.kinescope.localcloud.lambda.SampleHandlers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchItemError;
import software.amazon.awssdk.services.comprehend.model.InternalServerException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every fault as the SDK's own clients meet it. */
@Timeout(120)
class FaultsOverHttpTest {
    private static final String FIRST = "shardId-000000000000";

    private LocalCloud cloud;
    private KinesisClient kinesis;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory().withControlDelay(Duration.ZERO));
        kinesis = client(KinesisClient.builder());
        kinesis.createStream(create -> create.streamName("posts").shardCount(2));
        awaitActive();
    }

    @AfterEach
    void stop() {
        // What the SDK has learnt of the endpoint's clock it keeps for the whole process.
        SdkGlobalTime.setGlobalTimeOffset(0);
        kinesis.close();
        cloud.close();
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(AwsClientBuilder<B, C> builder) {
        builder.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
        return Clients.of(cloud, builder);
    }

    private void awaitActive() {
        await().until(() ->
                kinesis.describeStreamSummary(r -> r.streamName("posts"))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    private PutRecordsResponse put(int from, int count) {
        List<PutRecordsRequestEntry> entries =
                IntStream.range(from, from + count)
                        .mapToObj(n ->
                                PutRecordsRequestEntry.builder()
                                        .partitionKey("key-" + n)
                                        .data(SdkBytes.fromUtf8String("post " + n))
                                        .build())
                        .toList();
        return kinesis.putRecords(request -> request.streamName("posts").records(entries));
    }

    private String iterator(String shard) {
        return kinesis.getShardIterator(get ->
                        get.streamName("posts")
                                .shardId(shard)
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    private List<Record> read() {
        var records = new ArrayList<Record>();
        for (Shard shard : kinesis.listShards(list -> list.streamName("posts")).shards()) {
            records.addAll(
                    kinesis.getRecords(get -> get.shardIterator(iterator(shard.shardId())))
                            .records());
        }
        return records;
    }

    private List<String> stored() {
        return read().stream().map(record -> record.data().asUtf8String()).toList();
    }

    private Setting setting() {
        return cloud.faults().settings().getFirst();
    }

    @Test
    void aThrottledShardRefusesSomeEntriesAndTheOthersAreStoredInTheirPlaces() {
        cloud.faults()
                .set(new Fault.ThrottleShard("posts", FIRST, Traffic.ALL, When.random(0.5, 7)));

        PutRecordsResponse answer = put(0, 200);

        List<PutRecordsResultEntry> refused =
                answer.records().stream().filter(entry -> entry.errorCode() != null).toList();
        assertThat(refused)
                .hasSize(answer.failedRecordCount())
                .hasSizeBetween(30, 70)
                .containsOnly(
                        PutRecordsResultEntry.builder()
                                .errorCode("ProvisionedThroughputExceededException")
                                .errorMessage(
                                        "Rate exceeded for shard shardId-000000000000 in stream"
                                                + " posts under account 000000000000.")
                                .build());
        assertThat(setting().struck()).isEqualTo(refused.size());
        cloud.faults().clear();
        Map<String, String> expected =
                IntStream.range(0, 200)
                        .filter(n -> answer.records().get(n).errorCode() == null)
                        .boxed()
                        .collect(
                                Collectors.toMap(
                                        n -> answer.records().get(n).sequenceNumber(),
                                        n -> "post " + n));
        assertThat(read())
                .hasSize(expected.size())
                .allSatisfy(record ->
                        assertThat(record.data().asUtf8String())
                                .isEqualTo(expected.get(record.sequenceNumber())));
    }

    @Test
    void theSameSeedRefusesTheSameEntries() {
        var fault = new Fault.RejectRecords("posts", "InternalFailure", When.random(0.3, 42));
        cloud.faults().set(fault);
        var first = put(0, 100).records().stream().map(PutRecordsResultEntry::errorCode).toList();
        cloud.faults().clear();
        cloud.faults().set(fault);
        var second =
                put(100, 100).records().stream().map(PutRecordsResultEntry::errorCode).toList();

        assertThat(second).isEqualTo(first).contains("InternalFailure").containsNull();
    }

    @Test
    void aThrottledShardRefusesReadsAndSinglePuts() {
        String iterator = iterator(FIRST);
        cloud.faults().set(new Fault.ThrottleShard("posts", FIRST, Traffic.ALL, When.ALWAYS));

        assertThatThrownBy(() -> kinesis.getRecords(get -> get.shardIterator(iterator)))
                .isInstanceOf(ProvisionedThroughputExceededException.class)
                .hasMessageContaining("Rate exceeded for shard " + FIRST + " in stream posts");
        assertThatThrownBy(() ->
                        kinesis.putRecord(put ->
                                put.streamName("posts")
                                        .partitionKey("a")
                                        .explicitHashKey("0")
                                        .data(SdkBytes.fromUtf8String("a"))))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        // The other shard is not touched.
        kinesis.getRecords(get -> get.shardIterator(iterator("shardId-000000000001")));
        assertThat(setting().struck()).isEqualTo(2);
    }

    /** The sum of a metric of the stream or, by what is in it, of a shard. */
    private double sum(String metric, String... shard) {
        var dimensions = new ArrayList<Dimension>();
        dimensions.add(Dimension.builder().name("StreamName").value("posts").build());
        for (String id : shard) {
            dimensions.add(Dimension.builder().name("ShardId").value(id).build());
        }
        Instant now = Clock.systemUTC().instant();
        try (CloudWatchClient cloudWatch = client(CloudWatchClient.builder())) {
            return cloudWatch
                    .getMetricStatistics(get ->
                            get.namespace("AWS/Kinesis")
                                    .metricName(metric)
                                    .dimensions(dimensions)
                                    .startTime(now.minus(Duration.ofHours(1)))
                                    .endTime(now.plus(Duration.ofHours(1)))
                                    .period(60)
                                    .statistics(Statistic.SUM))
                    .datapoints()
                    .stream()
                    .mapToDouble(Datapoint::sum)
                    .sum();
        }
    }

    @Test
    void theStreamsMetricsShowWhatWasThrottledOnPurpose() {
        kinesis.enableEnhancedMonitoring(
                enable -> enable.streamName("posts").shardLevelMetrics(MetricsName.ALL));
        awaitActive();
        String iterator = iterator(FIRST);
        cloud.faults().set(new Fault.ThrottleShard("posts", FIRST, Traffic.ALL, When.ALWAYS));

        int refused = put(0, 100).failedRecordCount();
        assertThatThrownBy(() -> kinesis.getRecords(get -> get.shardIterator(iterator)))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        assertThatThrownBy(() ->
                        kinesis.putRecord(put ->
                                put.streamName("posts")
                                        .partitionKey("a")
                                        .explicitHashKey("0")
                                        .data(SdkBytes.fromUtf8String("a"))))
                .isInstanceOf(ProvisionedThroughputExceededException.class);

        assertThat(refused).isBetween(1, 99);
        assertThat(sum("PutRecords.TotalRecords")).isEqualTo(100);
        assertThat(sum("PutRecords.SuccessfulRecords")).isEqualTo(100 - refused);
        assertThat(sum("PutRecords.ThrottledRecords")).isEqualTo(refused);
        assertThat(sum("PutRecords.Success")).isEqualTo(1);
        assertThat(sum("WriteProvisionedThroughputExceeded")).isEqualTo(refused + 1);
        assertThat(sum("ReadProvisionedThroughputExceeded")).isEqualTo(1);
        assertThat(sum("WriteProvisionedThroughputExceeded", FIRST)).isEqualTo(refused + 1);
        assertThat(sum("ReadProvisionedThroughputExceeded", FIRST)).isEqualTo(1);
    }

    @Test
    void theStreamsMetricsShowWhatFailedOnPurpose() {
        cloud.faults().set(new Fault.RejectRecords("posts", "InternalFailure", When.ALWAYS));

        assertThat(put(0, 10).failedRecordCount()).isEqualTo(10);

        assertThat(sum("PutRecords.TotalRecords")).isEqualTo(10);
        assertThat(sum("PutRecords.FailedRecords")).isEqualTo(10);
        assertThat(sum("PutRecords.ThrottledRecords")).isZero();
        assertThat(sum("PutRecords.Success")).isZero();
    }

    @Test
    void theNthCallFailsAndNoOther() {
        cloud.faults()
                .set(
                        new Fault.FailCall(
                                "kinesis",
                                "PutRecords",
                                "posts",
                                "InternalFailure",
                                500,
                                Moment.BEFORE,
                                When.nth(2)));

        put(0, 1);
        assertThatThrownBy(() -> put(1, 1))
                .isInstanceOf(KinesisException.class)
                .satisfies(e -> {
                    var error = (KinesisException) e;
                    assertThat(error.statusCode()).isEqualTo(500);
                    assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InternalFailure");
                });
        put(2, 1);

        assertThat(stored()).containsExactlyInAnyOrder("post 0", "post 2");
    }

    @Test
    void aCallWhoseAnswerIsLostHasBeenDone() {
        cloud.faults()
                .set(
                        new Fault.FailCall(
                                "kinesis",
                                "PutRecords",
                                Fault.ANY,
                                "InternalFailure",
                                500,
                                Moment.AFTER,
                                When.nth(1)));

        assertThatThrownBy(() -> put(0, 1)).isInstanceOf(KinesisException.class);

        assertThat(stored()).containsExactly("post 0");
    }

    @Test
    void aDownloadIsNotSaidToBeLost() {
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(create -> create.bucket("results"));
            s3.putObject(p -> p.bucket("results").key("k"), RequestBody.fromString("a"));
            cloud.faults()
                    .set(
                            new Fault.FailCall(
                                    "s3",
                                    "GetObject",
                                    Fault.ANY,
                                    "InternalError",
                                    500,
                                    Moment.AFTER,
                                    When.ALWAYS));

            assertThat(s3.getObjectAsBytes(g -> g.bucket("results").key("k")).asUtf8String())
                    .isEqualTo("a");
            assertThat(cloud.faults().settings().getFirst().struck()).isZero();
        }
    }

    @Test
    void theBucketAsksToSlowDown() {
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(create -> create.bucket("results"));
            cloud.faults()
                    .set(
                            new Fault.FailCall(
                                    "s3",
                                    "PutObject",
                                    "results",
                                    "SlowDown",
                                    503,
                                    Moment.BEFORE,
                                    When.nth(1)));

            assertThatThrownBy(() ->
                            s3.putObject(
                                    p -> p.bucket("results").key("k"), RequestBody.fromString("a")))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("Please reduce your request rate.")
                    .satisfies(e -> assertThat(((S3Exception) e).statusCode()).isEqualTo(503));
            s3.putObject(p -> p.bucket("results").key("k"), RequestBody.fromString("b"));

            assertThat(s3.getObjectAsBytes(g -> g.bucket("results").key("k")).asUtf8String())
                    .isEqualTo("b");
        }
    }

    @Test
    void comprehendIsSlowFailsAndLeavesTextsUnscored() {
        try (ComprehendClient comprehend = client(ComprehendClient.builder())) {
            var delay = Duration.ofMillis(300);
            cloud.faults()
                    .set(
                            new Fault.DelayCall(
                                    "comprehend", Fault.ANY, Fault.ANY, delay, When.nth(1)));
            cloud.faults()
                    .set(
                            new Fault.FailCall(
                                    "comprehend",
                                    "BatchDetectSentiment",
                                    Fault.ANY,
                                    "InternalServerException",
                                    500,
                                    Moment.BEFORE,
                                    When.nth(2)));
            cloud.faults().set(new Fault.FailItems("InternalServerError", When.nth(5)));
            Instant begin = Instant.now();
            var slow =
                    comprehend.batchDetectSentiment(b -> b.languageCode("en").textList("a", "b"));
            assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(delay);
            assertThat(slow.errorList()).isEmpty();

            assertThatThrownBy(() ->
                            comprehend.batchDetectSentiment(
                                    b -> b.languageCode("en").textList("a")))
                    .isInstanceOf(InternalServerException.class);

            var partial =
                    comprehend.batchDetectSentiment(
                            b -> b.languageCode("en").textList("a", "b", "c", "d"));
            assertThat(partial.resultList())
                    .extracting(item -> item.index())
                    .containsExactly(0, 1, 3);
            assertThat(partial.errorList())
                    .extracting(BatchItemError::index, BatchItemError::errorCode)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(2, "InternalServerError"));
        }
    }

    @Test
    void aHeldUpCallGoesOnWhenItsFaultIsCleared() {
        String id =
                cloud.faults()
                        .set(
                                new Fault.DelayCall(
                                        "kinesis",
                                        "PutRecords",
                                        "posts",
                                        Duration.ofHours(1),
                                        When.ALWAYS));
        var putting = java.util.concurrent.CompletableFuture.supplyAsync(() -> put(0, 1));
        await().until(() -> setting().struck() == 1);

        assertThat(cloud.faults().clear(id)).isTrue();

        assertThat(putting).succeedsWithin(Duration.ofSeconds(10));
        assertThat(cloud.faults().clear(id)).isFalse();
    }

    @Test
    void aFunctionCrashesAndTimesOutAndThenWorksAgain() {
        try (LambdaClient lambda = client(LambdaClient.builder());
                IamClient iam = client(IamClient.builder())) {
            String role =
                    iam.createRole(r -> r.roleName("function").assumeRolePolicyDocument(TRUST))
                            .role()
                            .arn();
            create(lambda, role);
            lambda.waiter().waitUntilFunctionActiveV2(get -> get.functionName("echo"));
            assertThat(invoke(lambda).functionError()).isNull();

            cloud.faults().set(new Fault.EndFunction("echo", Fault.End.CRASH, When.nth(1)));
            InvokeResponse crashed = invoke(lambda);
            assertThat(crashed.functionError()).isEqualTo("Unhandled");
            assertThat(crashed.payload().asUtf8String()).contains("Runtime.ExitError");
            assertThat(invoke(lambda).functionError()).isNull();

            cloud.faults().clear();
            cloud.faults().set(new Fault.EndFunction(Fault.ANY, Fault.End.TIME_OUT, When.nth(1)));
            InvokeResponse late = invoke(lambda);
            assertThat(late.payload().asUtf8String()).contains("Task timed out after 2.00 seconds");
            assertThat(invoke(lambda).functionError()).isNull();
        }
    }

    private static void create(LambdaClient lambda, String role) {
        lambda.createFunction(create ->
                create.functionName("echo")
                        .runtime("java25")
                        .handler(SampleHandlers.class.getName() + "$Echo")
                        .role(role)
                        .timeout(2)
                        .code(c -> c.zipFile(SdkBytes.fromByteArray(FunctionZips.ofHandlers()))));
    }

    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":\
            "lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
            """;

    private static InvokeResponse invoke(LambdaClient lambda) {
        return lambda.invoke(
                i -> i.functionName("echo").payload(SdkBytes.fromUtf8String("{\"a\":1}")));
    }

    @Test
    void aStreamIsSplitAndMergedWhenItHasTakenSoManyRecords() {
        cloud.faults().set(new Fault.Reshard("posts", 5, Fault.Change.SPLIT));
        put(0, 4);
        assertThat(kinesis.listShards(list -> list.streamName("posts")).shards()).hasSize(2);
        put(4, 1);
        awaitActive();
        assertThat(kinesis.listShards(list -> list.streamName("posts")).shards())
                .extracting(Shard::parentShardId)
                .containsExactly(null, null, FIRST, FIRST);
        put(5, 10);
        awaitActive();
        assertThat(kinesis.listShards(list -> list.streamName("posts")).shards()).hasSize(4);
        assertThat(setting()).extracting(Setting::seen, Setting::struck).containsExactly(15L, 1L);

        cloud.faults().clear();
        cloud.faults().set(new Fault.Reshard("posts", 1, Fault.Change.MERGE));
        put(15, 1);
        awaitActive();

        assertThat(kinesis.listShards(list -> list.streamName("posts")).shards().getLast())
                .extracting(Shard::parentShardId, Shard::adjacentParentShardId)
                .containsExactlyInAnyOrder("shardId-000000000002", "shardId-000000000003");
        assertThat(stored())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 16).mapToObj(n -> "post " + n).toList());
    }

    @Test
    void aNewRoleCannotBeAssumedUntilItIsInEffect() {
        try (LambdaClient lambda = client(LambdaClient.builder());
                IamClient iam = client(IamClient.builder())) {
            cloud.faults().set(new Fault.DelayRoles(Duration.ofHours(1)));
            cloud.faults().set(new Fault.DelayRoles(Duration.ofHours(2)));
            String role =
                    iam.createRole(r -> r.roleName("function").assumeRolePolicyDocument(TRUST))
                            .role()
                            .arn();

            assertThatThrownBy(() -> create(lambda, role))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining(
                            "The role defined for the function cannot be assumed by Lambda.");
            cloud.faults().clear();
            create(lambda, role);
        }
    }

    @Test
    void aClientWithAWrongClockCorrectsItself() {
        for (Duration by : List.of(Duration.ofMinutes(40), Duration.ofMinutes(-40))) {
            cloud.faults().clear();
            cloud.faults().set(new Fault.SkewClock(by));
            SdkGlobalTime.setGlobalTimeOffset(0);
            // Without retries the first answer shows what the endpoint says.
            try (KinesisClient once = client(KinesisClient.builder())) {
                assertThatThrownBy(() -> once.listStreams())
                        .isInstanceOf(KinesisException.class)
                        .satisfies(e ->
                                assertThat(((KinesisException) e).awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidSignatureException"));
            }
            SdkGlobalTime.setGlobalTimeOffset(0);
            try (S3Client once = client(S3Client.builder().forcePathStyle(true))) {
                assertThatThrownBy(() -> once.listBuckets())
                        .isInstanceOf(S3Exception.class)
                        .satisfies(e ->
                                assertThat(((S3Exception) e).awsErrorDetails().errorCode())
                                        .isEqualTo("RequestTimeTooSkewed"));
            }
            SdkGlobalTime.setGlobalTimeOffset(0);
            try (KinesisClient retrying = Clients.of(cloud, KinesisClient.builder());
                    S3Client s3 = Clients.of(cloud, S3Client.builder().forcePathStyle(true))) {
                assertThat(retrying.listStreams().streamNames()).containsExactly("posts");
                assertThat(s3.listBuckets().buckets()).isEmpty();
            }
        }
    }
}
