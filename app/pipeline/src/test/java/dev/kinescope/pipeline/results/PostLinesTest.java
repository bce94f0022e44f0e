package dev.kinescope.pipeline.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class PostLinesTest {
    private final List<ScoredPost> posts = new ArrayList<>();
    private final List<BrokenLine> broken = new ArrayList<>();

    private void read(String content) {
        PostLines.read("posts/k", content.getBytes(StandardCharsets.UTF_8), posts, broken);
    }

    @Test
    void aDeliveredLineBecomesAPost() {
        read(
                """
                {"id":"p-1","created_at":"2026-11-02T00:09:51Z","handle":"mina.example","text":"Fine \\u2603","favourite_count":2,"retweet_count":1,"lang":"en","keyword":"tram","Sentiment":"POSITIVE","SentimentScore":{"Positive":0.9,"Negative":0.02,"Neutral":0.07,"Mixed":0.01}}
                """);

        assertThat(posts)
                .containsExactly(
                        new ScoredPost(
                                "p-1",
                                Optional.of(Instant.parse("2026-11-02T00:09:51Z")),
                                "mina.example",
                                "Fine ☃",
                                "en",
                                "tram",
                                2,
                                1,
                                Optional.of(Sentiment.POSITIVE),
                                Optional.of(new SentimentScores(0.9, 0.07, 0.01, 0.02)),
                                "",
                                "posts/k",
                                1));
        assertThat(posts.getFirst().confidence()).hasValue(0.9);
        assertThat(broken).isEmpty();
    }

    @Test
    void objectsJoinedWithoutANewlineAreAllRead() {
        read("{\"id\":\"a\"}{\"id\":\"b\"} {\"id\":\"c\"}\n{\"id\":\"d\"}");

        assertThat(posts).extracting(ScoredPost::id).containsExactly("a", "b", "c", "d");
        assertThat(posts).extracting(ScoredPost::line).containsExactly(1L, 1L, 1L, 2L);
    }

    @Test
    void aBrokenLineIsNamedAndTheOthersAreRead() {
        read("{\"id\":\"a\"}\n{\"id\":\n42\n{\"id\":\"b\"}\n");

        assertThat(posts).extracting(ScoredPost::id).containsExactly("a", "b");
        assertThat(broken)
                .containsExactly(
                        new BrokenLine("posts/k", 2, "not JSON at column 7"),
                        new BrokenLine("posts/k", 3, "not a JSON object"));
    }

    @Test
    void aPostWithoutSentimentSaysWhyItWasSkipped() {
        read("{\"id\":\"a\",\"created_at\":\"soon\",\"SentimentSkipped\":\"no text\"}");

        assertThat(posts.getFirst().sentiment()).isEmpty();
        assertThat(posts.getFirst().skipped()).isEqualTo("no text");
        assertThat(posts.getFirst().createdAt()).isEmpty();
    }

    @Test
    void theOldTimeFormatIsReadToo() {
        read("{\"id\":\"a\",\"created_at\":\"Wed Oct 10 20:19:24 +0000 2018\"}");

        assertThat(posts.getFirst().createdAt()).hasValue(Instant.parse("2018-10-10T20:19:24Z"));
    }
}
