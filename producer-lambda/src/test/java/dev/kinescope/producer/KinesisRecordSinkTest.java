package dev.kinescope.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpServer;

import dev.kinescope.producer.send.OutgoingRecord;
import dev.kinescope.producer.send.RecordSink.Answer;
import dev.kinescope.producer.send.RecordSink.Outcome;
import dev.kinescope.producer.send.StreamRefusedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The adapter through the SDK's own wire format, against a server of canned answers. */
class KinesisRecordSinkTest {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final ObjectMapper CBOR = new CBORMapper();

    private final List<JsonNode> requests = new ArrayList<>();
    private HttpServer server;
    private KinesisClient kinesis;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.add(CBOR.readTree(exchange.getRequestBody()));
                    byte[] body = CBOR.writeValueAsBytes(JSON.readTree(answer));
                    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-cbor-1.1");
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        kinesis =
                KinesisClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .endpointOverride(
                                URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("key", "secret")))
                        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                        .build();
    }

    @AfterEach
    void stop() {
        kinesis.close();
        server.stop(0);
    }

    @Test
    void aPartialAnswerIsReadRecordByRecord() throws IOException {
        answer =
                """
                {"FailedRecordCount":1,"Records":[
                 {"SequenceNumber":"1","ShardId":"shardId-000000000001"},
                 {"ErrorCode":"ProvisionedThroughputExceededException","ErrorMessage":"Rate exceeded"}]}
                """;

        assertThat(put())
                .isEqualTo(
                        new Answer.PerRecord(
                                List.of(
                                        new Outcome.Accepted("shardId-000000000001"),
                                        new Outcome.Rejected(
                                                "ProvisionedThroughputExceededException"))));
        JsonNode request = requests.getFirst();
        assertThat(request.get("StreamName").textValue()).isEqualTo("posts");
        assertThat(request.at("/Records/1/PartitionKey").textValue()).isEqualTo("b");
        assertThat(request.at("/Records/1/Data").binaryValue())
                .isEqualTo("two".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "400,ProvisionedThroughputExceededException",
        "400,ThrottlingException",
        "400,LimitExceededException",
        "400,KMSThrottlingException",
        "500,InternalFailure",
        "503,ServiceUnavailable"
    })
    void faultsThatPassAreUnavailableAndNotRetriedHere(int httpStatus, String code) {
        status = httpStatus;
        answer = "{\"__type\":\"%s\",\"message\":\"m\"}".formatted(code);

        assertThat(put()).isEqualTo(new Answer.Unavailable(code + ": m"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void aMissingStreamIsRefusedWithWhatToDo() {
        status = 400;
        answer =
                """
                {"__type":"ResourceNotFoundException",
                 "message":"Stream posts under account 000000000000 not found."}
                """;

        assertThatThrownBy(this::put)
                .isInstanceOf(StreamRefusedException.class)
                .hasMessage(
                        "Stream posts was not found (ResourceNotFoundException: Stream posts under"
                                + " account 000000000000 not found.): create it, or mend"
                                + " kinesis_stream_name.");
    }

    @Test
    void aMissingPermissionIsRefused() {
        status = 400;
        answer = "{\"__type\":\"AccessDeniedException\",\"message\":\"not authorized\"}";

        assertThatThrownBy(this::put)
                .isInstanceOf(StreamRefusedException.class)
                .hasMessage(
                        "Stream posts refused the posts: AccessDeniedException: not authorized.");
    }

    @Test
    void anAnswerOfTheWrongLengthIsNotTrusted() {
        answer = "{\"FailedRecordCount\":0,\"Records\":[]}";

        assertThat(put()).isEqualTo(new Answer.Unavailable("0 answers for 2 records"));
    }

    @Test
    void aLostConnectionIsUnavailable() {
        server.stop(0);

        assertThat(put()).isEqualTo(new Answer.Unavailable("connection lost"));
    }

    private Answer put() {
        return new KinesisRecordSink(kinesis, "posts")
                .put(
                        List.of(
                                new OutgoingRecord("a", "one".getBytes(StandardCharsets.UTF_8)),
                                new OutgoingRecord("b", "two".getBytes(StandardCharsets.UTF_8))),
                        Duration.ofSeconds(10));
    }
}
