package dev.kinescope.desktop.overview;

import dev.kinescope.pipeline.Measured;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.provisioning.ResourceKind;
import dev.kinescope.pipeline.provisioning.ResourceState;
import dev.kinescope.pipeline.provisioning.ResourceStatus;
import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.results.SentimentCounts;
import dev.kinescope.pipeline.results.SentimentScores;
import dev.kinescope.pipeline.run.Conservation;
import dev.kinescope.pipeline.run.RunCounts;
import dev.kinescope.pipeline.run.RunRates;
import dev.kinescope.pipeline.run.RunSnapshot;
import dev.kinescope.pipeline.run.Stage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One moment of one run, with numbers that add up. */
public final class OverviewFixture {
    /** The moment. */
    public static final Instant NOW = Instant.parse("2026-11-22T14:05:20Z");

    private OverviewFixture() {}

    /** 241,500 sent; everything is accounted for and some of it on the way. */
    public static RunSnapshot midRun() {
        var counts =
                new RunCounts(
                        241_500,
                        241_462,
                        38,
                        1_204,
                        100_000_000,
                        0,
                        measured(238_940),
                        measured(238_402),
                        measured(321),
                        measured(217),
                        234_092,
                        33,
                        0,
                        0,
                        217);
        return new RunSnapshot(
                Stage.SEND,
                "sending posts",
                Optional.of(status(ResourceState.READY)),
                counts,
                new RunRates(1_336, 560_000, 1_321, 1_318, 1_312, 1.2),
                Conservation.of(counts, Conservation.Sight.PROMPT),
                OptionalLong.of(300_000),
                new SentimentCounts(65_546, 107_682, 11_705, 49_159, 0),
                posts(),
                List.of(),
                Map.of(Stage.CHECK, Duration.ofSeconds(1)),
                NOW.minusSeconds(190),
                Duration.ofSeconds(190));
    }

    private static Measured<Long> measured(long value) {
        return Measured.of(value, Source.CLOUDWATCH, NOW);
    }

    /** Every resource in one state. */
    public static PipelineStatus status(ResourceState state) {
        return new PipelineStatus(
                resource(ResourceKind.BUCKET, "kinescope-results", state),
                resource(ResourceKind.ROLE, "kinescope-producer", state),
                resource(ResourceKind.ROLE, "kinescope-transform", state),
                resource(ResourceKind.ROLE, "kinescope-firehose", state),
                resource(ResourceKind.FUNCTION, "kinescope-producer", state),
                resource(ResourceKind.FUNCTION, "kinescope-transform", state),
                resource(ResourceKind.STREAM, "social-posts", state),
                resource(ResourceKind.DELIVERY_STREAM, "social-posts-to-s3", state),
                NOW);
    }

    private static ResourceStatus resource(ResourceKind kind, String name, ResourceState state) {
        return new ResourceStatus(kind, name, state, "");
    }

    private static List<ScoredPost> posts() {
        var posts = new ArrayList<ScoredPost>();
        posts.add(
                post(
                        1,
                        "tramwatch.example",
                        "Line 4 is moving again. Thank you to the night crew!",
                        Sentiment.POSITIVE,
                        0.94));
        posts.add(
                post(
                        2,
                        "ines.example",
                        "Veinte minutos esperando el tranvía. Vergonzoso.",
                        Sentiment.NEGATIVE,
                        0.91));
        posts.add(
                post(
                        3,
                        "platform2.example",
                        "Sunday timetable for tram 7 is on the board at Central.",
                        Sentiment.NEUTRAL,
                        0.97));
        posts.add(
                post(
                        4,
                        "oskar.example",
                        "New tram seats are lovely, the ticket app is a disaster.",
                        Sentiment.MIXED,
                        0.83));
        posts.add(
                post(
                        5,
                        "millstreet.example",
                        "Doors closed in our faces again. Third time this week.",
                        Sentiment.NEGATIVE,
                        0.95));
        posts.add(
                post(
                        6,
                        "lea.example",
                        "Die neue Tram ist leise und pünktlich. Sehr schön!",
                        Sentiment.POSITIVE,
                        0.92));
        return posts;
    }

    private static ScoredPost post(
            int number, String handle, String text, Sentiment sentiment, double score) {
        double rest = (1 - score) / 3;
        var scores =
                switch (sentiment) {
                    case POSITIVE -> new SentimentScores(score, rest, rest, rest);
                    case NEUTRAL -> new SentimentScores(rest, score, rest, rest);
                    case MIXED -> new SentimentScores(rest, rest, score, rest);
                    case NEGATIVE -> new SentimentScores(rest, rest, rest, score);
                };
        return new ScoredPost(
                "p-" + number,
                Optional.of(NOW.minusSeconds(number)),
                handle,
                text,
                "en",
                "tram",
                0,
                0,
                Optional.of(sentiment),
                Optional.of(scores),
                "",
                "posts/2026/11/22/14/one",
                number);
    }
}
