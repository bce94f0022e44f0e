package dev.kinescope.pipeline.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.pipeline.results.SentimentTimeline.Bucket;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

class SentimentTimelineTest {
    private static ScoredPost post(Optional<Instant> at, Optional<Sentiment> sentiment) {
        return new ScoredPost(
                "id", at, "h", "t", "en", "", 0, 0, sentiment, Optional.empty(), "", "k", 1);
    }

    private static ScoredPost post(String at, Sentiment sentiment) {
        return post(Optional.of(Instant.parse(at)), Optional.of(sentiment));
    }

    @Test
    void bucketsAreRoundAndHaveNoGaps() {
        var timeline =
                SentimentTimeline.of(
                        List.of(
                                post("2026-11-22T14:02:31Z", Sentiment.POSITIVE),
                                post("2026-11-22T14:02:39Z", Sentiment.NEGATIVE),
                                post("2026-11-22T14:02:55Z", Sentiment.NEUTRAL)),
                        3);

        assertThat(timeline)
                .isEqualTo(
                        new SentimentTimeline(
                                Duration.ofSeconds(10),
                                List.of(
                                        new Bucket(
                                                Instant.parse("2026-11-22T14:02:30Z"),
                                                new SentimentCounts(1, 0, 0, 1, 0)),
                                        new Bucket(
                                                Instant.parse("2026-11-22T14:02:40Z"),
                                                SentimentCounts.NONE),
                                        new Bucket(
                                                Instant.parse("2026-11-22T14:02:50Z"),
                                                new SentimentCounts(0, 1, 0, 0, 0))),
                                SentimentCounts.NONE));
    }

    @Test
    void postsWithoutATimeAreKeptApart() {
        var timeline =
                SentimentTimeline.of(
                        List.of(post(Optional.empty(), Optional.of(Sentiment.MIXED))), 10);

        assertThat(timeline.buckets()).isEmpty();
        assertThat(timeline.undated()).isEqualTo(new SentimentCounts(0, 0, 1, 0, 0));
    }

    @Test
    void everyPostIsInExactlyOneBucketHoweverFarApart() {
        long seed = 20261122;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            long span = 1L << random.nextInt(1, 40);
            List<ScoredPost> posts =
                    IntStream.range(0, 200)
                            .mapToObj(_ ->
                                    post(
                                            Optional.of(
                                                    Instant.ofEpochSecond(
                                                            random.nextLong(-span, span))),
                                            Optional.of(Sentiment.values()[random.nextInt(4)])))
                            .toList();
            int most = random.nextInt(1, 60);

            var timeline = SentimentTimeline.of(posts, most);

            assertThat(timeline.buckets()).hasSizeLessThanOrEqualTo(most);
            assertThat(
                            timeline.buckets().stream()
                                    .map(Bucket::counts)
                                    .reduce(SentimentCounts.NONE, SentimentCounts::plus))
                    .isEqualTo(SentimentCounts.of(posts));
        }
    }

    @Test
    void topListsCountAPostOnceForEachHashtag() {
        var first =
                new ScoredPost(
                        "1",
                        Optional.empty(),
                        "lea.example",
                        "#Tram and #tram, #Überfahrt",
                        "de",
                        "",
                        0,
                        0,
                        Optional.of(Sentiment.POSITIVE),
                        Optional.empty(),
                        "",
                        "k",
                        1);

        assertThat(TopLists.hashtags(List.of(first, first), 5))
                .containsExactly(
                        new TopEntry("#tram", new SentimentCounts(2, 0, 0, 0, 0)),
                        new TopEntry("#überfahrt", new SentimentCounts(2, 0, 0, 0, 0)));
        assertThat(TopLists.handles(List.of(first), 5))
                .containsExactly(new TopEntry("lea.example", new SentimentCounts(1, 0, 0, 0, 0)));
    }
}
