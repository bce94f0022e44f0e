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
import dev.kinescope.producer.wire.XServer.Failure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

class XSearchTest {
    private static final String RECENT = "/2/tweets/search/recent";

    /** The id of a post of yesterday: an id of X begins with the milliseconds since its first. */
    private static final long YESTERDAY =
            (Instant.now().minus(Duration.ofDays(1)).toEpochMilli() - 1_288_834_974_657L) << 22;

    private final FakeStream stream = new FakeStream();
    private XServer x;
    private LiveCalls calls;

    @BeforeEach
    void start() throws IOException {
        x = new XServer(FakeToken.FIRST);
        calls = new LiveCalls(stream, x.uri(), List.of(), new FakeToken(), Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() throws IOException {
        x.close();
    }

    private static ObjectNode event() {
        return LiveCalls.event("search", "tram");
    }

    private void archive(int from, int to) {
        for (int id = from; id <= to; id++) {
            x.archive(XServer.post(id(id), "the tram " + id));
        }
    }

    private static String id(int number) {
        return Long.toString(YESTERDAY + number);
    }

    private static List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(XSearchTest::id).toList();
    }

    @Test
    void allPagesAreReadAndTheNextSearchBeginsAboveThem() {
        archive(1000, 1249);

        JsonNode first = calls.call(event());

        assertThat(calls.ids()).containsExactlyElementsOf(ids(1000, 1249).reversed());
        assertThat(first.get("done").booleanValue()).isTrue();
        assertThat(first.get("ended").textValue()).isEqualTo("complete");
        assertThat(x.requests(RECENT)).hasSize(3);
        assertThat(x.requests(RECENT).getFirst().query())
                .containsEntry("query", "tram")
                .containsEntry("max_results", "100")
                .containsEntry("sort_order", "recency")
                .doesNotContainKeys("since_id", "until_id", "next_token");

        archive(1250, 1260);
        JsonNode second = calls.call(event().put("cursor", first.get("cursor").textValue()));

        assertThat(second.get("accepted").intValue()).isEqualTo(11);
        assertThat(x.requests(RECENT).getLast().query()).containsEntry("since_id", id(1249));
        assertThat(calls.ids()).doesNotHaveDuplicates().hasSize(261);
    }

    @Test
    void aSearchThatFindsNothingKeepsItsPlace() {
        archive(1000, 1000);
        JsonNode first = calls.call(event());
        JsonNode second = calls.call(event().put("cursor", first.get("cursor").textValue()));
        archive(1001, 1001);

        calls.call(event().put("cursor", second.get("cursor").textValue()));

        assertThat(second.get("seen").intValue()).isZero();
        assertThat(calls.ids()).containsExactly(id(1000), id(1001));
    }

    @Test
    void aRateLimitIsWaitedForAndErrorsAreRetried() {
        archive(1000, 1149);
        long reset = Instant.now().getEpochSecond() + 900;
        String limits = "x-rate-limit-remaining: 0\r\nx-rate-limit-reset: %d\r\n".formatted(reset);
        x.failSearch(new Failure(503, "", "busy"))
                .failSearch(new Failure(429, limits, XServer.problem("Too Many Requests", "")));

        JsonNode result = calls.call(event());

        assertThat(calls.ids()).containsExactlyElementsOf(ids(1000, 1149).reversed());
        assertThat(calls.waited()).isBetween(Duration.ofSeconds(890), Duration.ofSeconds(906));
        assertThat(result.get("connections").toString())
                .isEqualTo(
                        "{\"opened\":2,\"lost\":0,\"stalled\":0,\"throttled\":1,\"unavailable\":1}");
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUpAndAskedForAgain() {
        archive(1000, 1004);
        x.failSearch(XServer.STALL);

        JsonNode result = calls.call(event());

        assertThat(calls.ids()).hasSize(5);
        assertThat(result.at("/connections/lost").intValue()).isEqualTo(1);
    }

    @Test
    void aSearchStopsAtTheQuotaAndGoesOnBelowWhatItHas() {
        archive(1000, 1249);
        JsonNode first = calls.call(event().put("count", 100));
        x.failSearch(
                new Failure(
                        429,
                        "",
                        "{\"title\":\"UsageCapExceeded\",\"type\":\"https://api.x.com/2/problems/usage-capped\"}"));
        JsonNode second =
                calls.call(
                        event().put("count", 250).put("cursor", first.get("cursor").textValue()));
        JsonNode third =
                calls.call(
                        event().put("count", 250).put("cursor", second.get("cursor").textValue()));

        assertThat(second.get("ended").textValue()).isEqualTo("paused");
        assertThat(calls.waited()).as("at a quota nobody waits").isZero();
        assertThat(second.get("notice").textValue()).isEqualTo("quota used up: UsageCapExceeded");
        assertThat(x.requests(RECENT).getLast().query())
                .containsEntry("until_id", id(1150))
                .containsKey("next_token");
        assertThat(third.get("done").booleanValue()).isTrue();
        assertThat(calls.ids()).containsExactlyElementsOf(ids(1000, 1249).reversed());
    }

    @Test
    void aSearchThatIsContinuedAfterAWeekBeginsAnew() {
        archive(1000, 1002);
        String old = Long.toString(YESTERDAY - (Duration.ofDays(7).toMillis() << 22));

        calls.call(event().put("cursor", "0.search~" + old + "~-~-~5"));

        assertThat(calls.ids()).hasSize(3);
        assertThat(x.requests(RECENT).getFirst().query()).doesNotContainKey("since_id");
        assertThat(calls.logged())
                .contains("WARN X searches seven days back only: posts before that are missed\n");
    }

    @Test
    void noMorePostsAreAskedForThanAreWanted() {
        archive(1000, 1249);

        calls.call(event().put("count", 115));

        assertThat(x.requests(RECENT))
                .extracting(request -> request.query().get("max_results"))
                .containsExactly("100", "15");
        assertThat(calls.ids()).hasSize(115);
    }

    @Test
    void aQueryThatXRefusesIsToldInItsWords() {
        for (int i = 0; i < 2; i++) {
            x.failSearch(
                    new Failure(400, "", XServer.problem("Invalid Request", "no such operator")));
        }

        assertThatThrownBy(() -> calls.call(event()))
                .isInstanceOf(SourceRefusedException.class)
                .hasMessage(
                        "X refused the request (status 400): Invalid Request: no such operator.");
    }

    @Test
    void aCursorOfAnotherSourceIsRefused() {
        assertThatThrownBy(() -> calls.call(event().put("cursor", "0.x~1~5")))
                .hasMessage("cursor is not one of a search on X");
    }
}
