package dev.kinescope.producer.x;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.FakeStream;
import dev.kinescope.producer.FakeToken;
import dev.kinescope.producer.LiveCalls;
import dev.kinescope.producer.source.SourceRefusedException;
import dev.kinescope.producer.wire.XServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

class XStreamTest {
    private static final String STREAM = "/2/tweets/search/stream";
    private static final String RULES = STREAM + "/rules";

    private final FakeStream stream = new FakeStream();
    private XServer x;
    private LiveCalls calls;

    @BeforeEach
    void start() throws IOException {
        x = new XServer(FakeToken.FIRST);
        calls = calls(Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() throws IOException {
        x.close();
    }

    private LiveCalls calls(Duration silence) {
        return new LiveCalls(stream, x.uri(), List.of(), new FakeToken(), silence);
    }

    private static ObjectNode event(int count) {
        return LiveCalls.event("realtime", "tram").put("count", count);
    }

    @Test
    void aPostArrivesInTheShapeOfAllSources() {
        x.then(connection -> {
            connection.posts("1");
            connection.stall();
        });

        JsonNode result = calls.call(event(1));

        assertThat(stream.data())
                .containsExactly(
                        "{\"id\":\"1\",\"created_at\":\"2026-11-02T08:00:00Z\",\"handle\":\"mina\","
                                + "\"text\":\"the tram 1\",\"favourite_count\":5,"
                                + "\"retweet_count\":3,\"retweeted\":false,\"followers_count\":11,"
                                + "\"friends_count\":12,\"location\":\"Eastmere\",\"lang\":\"en\","
                                + "\"source\":\"x\",\"keyword\":\"tram\"}");
        assertThat(result.get("done").booleanValue()).isTrue();
        assertThat(x.requests(STREAM).getFirst().headers())
                .containsEntry("authorization", "Bearer first-token")
                .containsEntry("user-agent", "kinescope-producer");
    }

    @Test
    void everyPostIsOnTheStreamOnceWhateverHappensToTheConnections() {
        calls = calls(Duration.ofMillis(400));
        String reset = "x-rate-limit-reset: %d\r\n";
        x.then(
                        c -> {
                            c.posts("1", "2", "2");
                            c.part("{\"data\":{\"id\":\"3\",");
                        })
                .then(c -> c.refuse(503, "", "busy"))
                .then(c -> {
                    c.posts("2", "3");
                    c.line("{\"data\":{\"id\":\"4\" oops}");
                    c.line("[1]");
                    c.line("{\"data\":{\"id\":\"no text\"}}");
                    c.keepAlive();
                    c.stall();
                })
                .then(c ->
                        c.refuse(
                                429,
                                reset.formatted(Instant.now().getEpochSecond() + 3000),
                                XServer.problem("Too Many Requests", "Too Many Requests")))
                .then(c -> {
                    String halves = c.message(XServer.post("4", "the tram 4"));
                    c.part(halves.substring(0, 20));
                    c.part(halves.substring(20) + "\r");
                    c.part("\n");
                    c.line(
                            "{\"errors\":[{\"title\":\"operational-disconnect\","
                                    + "\"disconnect_type\":\"UpstreamOperationalDisconnect\"}]}");
                    c.end();
                })
                .then(c -> {
                    c.posts("4", "5", "6");
                    c.stall();
                });

        JsonNode result = calls.call(event(6).put("duration", 3060));

        assertThat(calls.ids()).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(result.get("skipped").toString())
                .isEqualTo("{\"duplicates\":3,\"retweets\":0,\"control\":1,\"cutOff\":1}");
        assertThat(result.at("/malformed/count").intValue()).isEqualTo(3);
        assertThat(result.get("connections").toString())
                .isEqualTo(
                        "{\"opened\":4,\"lost\":2,\"stalled\":1,\"throttled\":1,\"unavailable\":1}");
        assertThat(result.get("seen").intValue()).isEqualTo(6 + 3 + 3);
        assertThat(calls.waited())
                .as("0.25 s after the first loss, 5 s, 0.25 s, until the reset, 0.25 s")
                .isBetween(Duration.ofSeconds(2950), Duration.ofSeconds(3006));
        assertThat(calls.logged())
                .contains("WARN X says: operational-disconnect\n")
                .allSatisfy(line -> assertThat(line).doesNotContain("tram", FakeToken.FIRST));
    }

    @Test
    void allThatCameBeforeABreakIsSent() {
        String[] ids = IntStream.range(0, 3_000).mapToObj(Integer::toString).toArray(String[]::new);
        x.then(c -> {
            c.posts(ids);
            c.part("{\"data\"");
        });

        JsonNode result = calls.call(event(3_001).put("duration", 2));

        assertThat(calls.ids()).containsExactlyInAnyOrder(ids);
        assertThat(result.at("/skipped/cutOff").intValue()).isEqualTo(1);
    }

    @Test
    void aResetThatTakesPostsWithItLosesNoneThatComeAgain() {
        x.then(
                        c -> {
                            c.posts("1", "2", "3");
                            c.reset();
                        })
                .then(c -> {
                    c.posts("1", "2", "3", "4");
                    c.stall();
                });

        calls.call(event(4));

        assertThat(calls.ids()).containsExactly("1", "2", "3", "4");
    }

    @Test
    void theKeywordBecomesTheOnlyRuleOfTheProducer() {
        x.rule("bus", "kinescope");
        String other = x.rule("ferry", "somebody");
        x.then(connection -> {
            connection.line(
                    "{\"data\":{\"id\":\"1\",\"text\":\"a ferry\"},\"matching_rules\":[{\"id\":\""
                            + other
                            + "\"}]}");
            connection.posts("2");
            connection.stall();
        });

        JsonNode result = calls.call(event(1).put("retweets", "skip"));

        assertThat(x.rules()).containsExactly("ferry", "tram -is:retweet");
        assertThat(calls.ids()).containsExactly("2");
        assertThat(result.get("filtered").intValue()).isEqualTo(1);
    }

    @Test
    void aRuleThatIsThereIsLeftAlone() {
        x.rule("tram", "kinescope");
        x.then(connection -> connection.posts("1"));

        calls.call(event(1));

        assertThat(x.requests(RULES)).extracting("method").containsExactly("GET");
    }

    @Test
    void aKeywordThatIsNoRuleIsToldInTheWordsOfX() {
        assertThatThrownBy(() -> calls.call(LiveCalls.event("realtime", "-tram")))
                .isInstanceOf(SourceRefusedException.class)
                .hasMessage(
                        "X does not take the keyword as a rule: UnprocessableEntity: Rules must"
                                + " contain at least one positive clause.");
    }

    @Test
    void aTokenThatWasChangedIsReadAnew() {
        x.take(FakeToken.SECOND);
        x.then(connection -> connection.posts("1"));

        calls.call(event(1));

        assertThat(calls.ids()).containsExactly("1");
    }

    @Test
    void aTokenThatIsWrongIsToldByItsPlaceAlone() {
        x.take("another");

        assertThatThrownBy(() -> calls.call(event(1)))
                .isInstanceOf(SourceRefusedException.class)
                .hasMessage(
                        "X does not take the bearer token (status 401): put a valid one into secret"
                                + " of-the-test.");
    }

    @Test
    void aTokenThatCannotBeReadFailsTheCall() {
        var failure = new SourceRefusedException("Secret s was not found.");
        var without =
                new LiveCalls(
                        stream, x.uri(), List.of(), new NoToken(failure), Duration.ofSeconds(20));

        assertThatThrownBy(() -> without.call(event(1))).isSameAs(failure);
    }

    private record NoToken(SourceRefusedException failure) implements BearerToken {
        @Override
        public String value() {
            throw failure;
        }

        @Override
        public String renewed() {
            throw failure;
        }

        @Override
        public String place() {
            return "nowhere";
        }
    }

    @Test
    void whatHadArrivedWhenTheTimeIsOverIsStillSent() {
        x.then(connection -> {
            connection.posts("1", "2", "3");
            connection.stall();
        });

        JsonNode result = calls.call(event(100).put("duration", 1));

        assertThat(calls.ids()).containsExactly("1", "2", "3");
        assertThat(result.get("ended").textValue()).isEqualTo("time");
        assertThat(result.get("done").booleanValue()).isFalse();
    }

    @Test
    void theNextCallKnowsThePostsOfTheLastOne() {
        x.then(
                        c -> {
                            c.posts("1", "2");
                            c.stall();
                        })
                .then(c -> {
                    c.posts("2", "3");
                    c.stall();
                });
        String cursor = calls.call(event(3).put("duration", 1)).get("cursor").textValue();

        JsonNode result = calls.call(event(3).put("cursor", cursor));

        assertThat(calls.ids()).containsExactly("1", "2", "3");
        assertThat(result.at("/skipped/duplicates").intValue()).isEqualTo(1);
        assertThat(result.get("done").booleanValue()).isTrue();
    }

    @Test
    void aCallEndsEarlyWhenXLetsItWaitLongerThanItHas() {
        long reset = Instant.now().getEpochSecond() + 600;
        x.then(
                        connection -> {
                            connection.posts("1");
                            connection.end();
                        })
                .then(connection ->
                        connection.refuse(
                                429,
                                "x-rate-limit-reset: " + reset + "\r\n",
                                XServer.problem("Too Many Requests", "")));

        JsonNode result = calls.call(event(5).put("duration", 60));

        assertThat(result.get("ended").textValue()).isEqualTo("paused");
        assertThat(result.get("notice").textValue())
                .isEqualTo(
                        "too many requests, the source answers again at "
                                + Instant.ofEpochSecond(reset));
        assertThat(calls.waited()).isLessThan(Duration.ofSeconds(1));
        assertThat(calls.ids()).containsExactly("1");
    }

    @Test
    void aQuotaThatIsUsedUpEndsTheCall() {
        x.then(connection ->
                connection.refuse(
                        429,
                        "",
                        "{\"title\":\"UsageCapExceeded\",\"detail\":\"Usage cap exceeded: Monthly"
                                + " product cap\","
                                + "\"type\":\"https://api.x.com/2/problems/usage-capped\"}"));

        JsonNode result = calls.call(event(5));

        assertThat(result.get("ended").textValue()).isEqualTo("paused");
        assertThat(result.get("notice").textValue())
                .isEqualTo(
                        "quota used up: UsageCapExceeded: Usage cap exceeded: Monthly product cap");
    }

    @Test
    void theOtherSpellingIsTriedWhenXDoesNotKnowTheFirst() {
        String unknown = XServer.problem("Invalid Request", "tweet.fields is not one of …");
        x.then(connection -> connection.refuse(400, "", unknown))
                .then(connection -> connection.posts("1"));

        calls.call(event(1));

        assertThat(x.requests(STREAM).get(0).query()).containsKey("tweet.fields");
        assertThat(x.requests(STREAM).get(1).query())
                .containsEntry(
                        "post.fields",
                        "created_at,lang,author_id,public_metrics,referenced_posts,note_post")
                .containsEntry("expansions", "author_id,referenced_posts.id");
        assertThat(calls.ids()).containsExactly("1");
    }

    @Test
    void aCursorOfAnotherSourceIsRefused() {
        assertThatThrownBy(() -> calls.call(event(1).put("cursor", "0.bluesky~1~5")))
                .hasMessage("cursor is not one of x");
    }
}
