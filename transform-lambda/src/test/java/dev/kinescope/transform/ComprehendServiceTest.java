package dev.kinescope.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;

import dev.kinescope.transform.sentiment.Entity;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Reply;
import dev.kinescope.transform.sentiment.Reply.Verdict;
import dev.kinescope.transform.sentiment.Sentiment;

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
import software.amazon.awssdk.services.comprehend.ComprehendClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The adapter through the SDK's own wire format, against a server of canned answers. */
class ComprehendServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> requests = new ArrayList<>();
    private HttpServer server;
    private ComprehendClient comprehend;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.add(JSON.readTree(exchange.getRequestBody()));
                    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        comprehend =
                ComprehendClient.builder()
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
        comprehend.close();
        server.stop(0);
    }

    @Test
    void resultsAndErrorsAreMatchedToTheirTexts() {
        answer =
                """
                {"ResultList":[
                  {"Index":2,"Sentiment":"NEGATIVE","SentimentScore":
                    {"Positive":0.1,"Negative":0.7,"Neutral":0.15,"Mixed":0.05}}],
                 "ErrorList":[
                  {"Index":0,"ErrorCode":"INTERNAL_SERVER_ERROR","ErrorMessage":"m"}]}
                """;

        assertThat(score("a", "b", "c"))
                .isEqualTo(
                        new Reply.Verdicts<>(
                                List.of(
                                        new Verdict.NotFound<>("INTERNAL_SERVER_ERROR"),
                                        new Verdict.NotFound<>("not answered"),
                                        new Verdict.Found<>(
                                                new Sentiment(
                                                        "NEGATIVE", 0.1f, 0.7f, 0.15f, 0.05f)))));
        assertThat(requests.getFirst().toString())
                .isEqualTo("{\"TextList\":[\"a\",\"b\",\"c\"],\"LanguageCode\":\"de\"}");
    }

    @Test
    void theLanguageOfTheBestScoreIsTaken() {
        answer =
                """
                {"ResultList":[
                  {"Index":0,"Languages":[{"LanguageCode":"fr","Score":0.2},
                    {"LanguageCode":"zh-TW","Score":0.7}]},
                  {"Index":1,"Languages":[]}],
                 "ErrorList":[{"Index":2,"ErrorCode":"INTERNAL","ErrorMessage":"m"}]}
                """;

        assertThat(new ComprehendService(comprehend).languages(List.of("a", "b", "c")))
                .isEqualTo(
                        new Reply.Verdicts<>(
                                List.of(
                                        new Verdict.Found<>(new Language("zh-TW")),
                                        new Verdict.Found<>(Language.UNDETERMINED),
                                        new Verdict.NotFound<>("INTERNAL"))));
        assertThat(requests.getFirst().toString()).isEqualTo("{\"TextList\":[\"a\",\"b\",\"c\"]}");
    }

    @Test
    void entitiesAreReadWithTheirPlaces() {
        answer =
                """
                {"ResultList":[{"Index":0,"Entities":[{"Type":"PERSON","Text":"Mina","Score":0.75,
                    "BeginOffset":3,"EndOffset":7}]}],
                 "ErrorList":[]}
                """;

        assertThat(entities("hi Mina"))
                .isEqualTo(
                        new Reply.Verdicts<>(
                                List.of(
                                        new Verdict.Found<>(
                                                List.of(
                                                        new Entity(
                                                                "PERSON", "Mina", 0.75f, 3, 7))))));
        assertThat(requests.getFirst().toString())
                .isEqualTo("{\"TextList\":[\"hi Mina\"],\"LanguageCode\":\"de\"}");
    }

    @Test
    void everyRefusalNamesTheActionThatIsMissing() {
        status = 400;
        answer = "{\"__type\":\"AccessDeniedException\",\"message\":\"m\"}";
        String advice = "AccessDeniedException: the function's role needs comprehend:";

        assertThat(entities("a")).isEqualTo(new Reply.Refused<>(advice + "BatchDetectEntities"));
        assertThat(new ComprehendService(comprehend).languages(List.of("a")))
                .isEqualTo(new Reply.Refused<>(advice + "BatchDetectDominantLanguage"));
    }

    @Test
    void throttlingIsTold() {
        status = 400;
        answer = "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}";

        assertThat(score("a")).isEqualTo(new Reply.Throttled<>());
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidRequestException",
        "TextSizeLimitExceededException",
        "UnsupportedLanguageException",
        "BatchSizeLimitExceededException",
        "ValidationException"
    })
    void aRequestThatIsNotTakenIsTold(String code) {
        status = 400;
        answer = "{\"__type\":\"%s\",\"message\":\"secret text\"}".formatted(code);

        assertThat(score("a")).isEqualTo(new Reply.BadRequest<>(code));
    }

    @Test
    void aFaultOfTheServiceIsUnavailable() {
        status = 500;
        answer = "{\"__type\":\"InternalServerException\",\"message\":\"m\"}";

        assertThat(score("a")).isEqualTo(new Reply.Unavailable<>("InternalServerException"));
    }

    /** The SDK has set its clock right by the answer; the next try is signed for that time. */
    @ParameterizedTest
    @CsvSource({"InvalidSignatureException", "RequestTimeTooSkewed"})
    void aWrongClockMayBeRightNextTime(String code) {
        status = 400;
        answer = "{\"__type\":\"%s\",\"message\":\"m\"}".formatted(code);

        assertThat(score("a")).isEqualTo(new Reply.Unavailable<>(code));
    }

    @Test
    void aMissingPermissionIsRefusedWithWhatToDo() {
        status = 400;
        answer = "{\"__type\":\"AccessDeniedException\",\"message\":\"m\"}";

        assertThat(score("a"))
                .isEqualTo(
                        new Reply.Refused<>(
                                "AccessDeniedException: the function's role needs"
                                        + " comprehend:BatchDetectSentiment"));
    }

    @Test
    void aLostConnectionIsUnavailable() {
        server.stop(0);

        assertThat(score("a")).isEqualTo(new Reply.Unavailable<>("connection to Comprehend lost"));
    }

    private Reply<List<Entity>> entities(String text) {
        return new ComprehendService(comprehend).entities(List.of(text), new Language("de"));
    }

    private Reply<Sentiment> score(String... texts) {
        return new ComprehendService(comprehend).sentiments(List.of(texts), new Language("de"));
    }
}
