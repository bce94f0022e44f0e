package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

class LocalCloudTest {
    private LocalCloud cloud;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void recordsGoRoundThroughTheSdksDefaultClient() {
        try (KinesisClient kinesis = Clients.of(cloud, KinesisClient.builder())) {
            kinesis.createStream(request -> request.streamName("posts").shardCount(1));
            await().until(() ->
                    kinesis.describeStreamSummary(r -> r.streamName("posts"))
                                    .streamDescriptionSummary()
                                    .streamStatus()
                            == StreamStatus.ACTIVE);
            List<PutRecordsRequestEntry> entries =
                    IntStream.range(0, 500)
                            .mapToObj(n ->
                                    PutRecordsRequestEntry.builder()
                                            .partitionKey("key-" + n)
                                            .data(SdkBytes.fromUtf8String("post " + n))
                                            .build())
                            .toList();

            var put = kinesis.putRecords(request -> request.streamName("posts").records(entries));
            String iterator =
                    kinesis.getShardIterator(request ->
                                    request.streamName("posts")
                                            .shardId("shardId-000000000000")
                                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                            .shardIterator();
            var got = kinesis.getRecords(request -> request.shardIterator(iterator));

            assertThat(put.failedRecordCount()).isZero();
            assertThat(got.records())
                    .extracting(Record::sequenceNumber)
                    .containsExactlyElementsOf(
                            put.records().stream().map(entry -> entry.sequenceNumber()).toList());
            assertThat(got.records())
                    .extracting(record -> record.data().asUtf8String())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 500).mapToObj(n -> "post " + n).toList());
        }
    }

    @Test
    void theAsynchronousClientSpeaksHttp2WithoutTls() {
        try (KinesisAsyncClient kinesis = Clients.of(cloud, KinesisAsyncClient.builder())) {
            kinesis.createStream(request -> request.streamName("posts").shardCount(8)).join();
            await().until(() ->
                    kinesis.describeStreamSummary(r -> r.streamName("posts"))
                                    .join()
                                    .streamDescriptionSummary()
                                    .streamStatus()
                            == StreamStatus.ACTIVE);
            // Larger than a window of HTTP/2, several at once on one connection.
            List<PutRecordsRequestEntry> entries =
                    IntStream.range(0, 8)
                            .mapToObj(n ->
                                    PutRecordsRequestEntry.builder()
                                            .partitionKey("k")
                                            .explicitHashKey(
                                                    BigInteger.TWO
                                                            .pow(125)
                                                            .multiply(BigInteger.valueOf(n))
                                                            .toString())
                                            .data(SdkBytes.fromByteArray(new byte[250_000]))
                                            .build())
                            .toList();
            List<CompletableFuture<PutRecordsResponse>> puts =
                    IntStream.range(0, 4)
                            .mapToObj(_ ->
                                    kinesis.putRecords(request ->
                                            request.streamName("posts").records(entries)))
                            .toList();
            assertThat(puts)
                    .extracting(put -> put.join().failedRecordCount())
                    .containsExactly(0, 0, 0, 0);

            String iterator =
                    kinesis.getShardIterator(request ->
                                    request.streamName("posts")
                                            .shardId("shardId-000000000000")
                                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                            .join()
                            .shardIterator();
            assertThat(
                            kinesis.getRecords(request -> request.shardIterator(iterator))
                                    .join()
                                    .records())
                    .hasSize(4)
                    .allSatisfy(record -> assertThat(record.data().asByteArray()).hasSize(250_000));
        }
    }
}
