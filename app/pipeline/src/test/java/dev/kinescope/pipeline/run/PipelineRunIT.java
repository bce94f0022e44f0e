package dev.kinescope.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.pipeline.LocalPipeline;
import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.ProblemException;
import dev.kinescope.pipeline.producer.Delivery;
import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.run.Conservation.Verdict;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The whole way, with the functions that are shipped, on a local cloud. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineRunIT {
    private LocalPipeline local;
    private final List<RunSnapshot> snapshots = new ArrayList<>();

    @BeforeAll
    void start() {
        local = LocalPipeline.start();
    }

    @AfterAll
    void stop() {
        local.close();
    }

    private RunSummary run(RunSettings settings) throws IOException, InterruptedException {
        snapshots.clear();
        return new PipelineRun(
                        local.session(),
                        local.files().policies(),
                        LocalPipeline.CLOCK,
                        Pause.real())
                .run(settings, snapshots::add);
    }

    private static long bundled() throws IOException {
        try (var lines = Files.lines(LocalPipeline.RESOURCES.resolve("posts/city-life.jsonl"))) {
            return lines.filter(line -> !line.isBlank()).count();
        }
    }

    @Test
    void theBundledPostsAllArriveOnceAndScored() throws IOException, InterruptedException {
        PipelineDefinition definition = local.definition();

        RunSummary summary = run(RunSettings.bundledPosts(definition, LocalPipeline.artifacts()));

        long posts = bundled();
        assertThat(summary.toJson()).contains("\"verdict\" : \"COMPLETE\"");
        assertThat(summary.isClean()).isTrue();
        assertThat(
                        List.of(
                                summary.sent(),
                                summary.accepted(),
                                summary.read().orElse(-1),
                                summary.ok(),
                                summary.deliveredLines(),
                                summary.sentiment().total()))
                .allMatch(count -> count == posts);
        assertThat(summary.sentiment().positive()).isPositive();
        assertThat(summary.sentiment().negative()).isPositive();
        assertThat(summary.s3Keys()).isNotEmpty().allMatch(key -> key.startsWith("posts/"));
        assertThat(summary.scorer()).isEqualTo("local");
        assertThat(snapshots).extracting(RunSnapshot::stage).endsWith(Stage.DONE);
        assertThat(snapshots)
                .noneMatch(snapshot -> snapshot.conservation().verdict() == Verdict.UNEXPLAINED);
        assertThat(snapshots.getLast().newestPosts()).isNotEmpty();
        assertThat(snapshots.getLast().conservation().verdict()).isEqualTo(Verdict.BALANCED);
    }

    @Test
    void aFileWithBrokenAndRepeatedLinesIsAccountedForLineByLine(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path file = directory.resolve("mixed.jsonl");
        var lines = new ArrayList<String>();
        for (int index = 0; index < 300; index++) {
            lines.add(
                    "{\"id\":\"m-"
                            + index
                            + "\",\"text\":\"Post "
                            + index
                            + " is lovely\",\"lang\":\"en\"}");
        }
        lines.set(16, "{\"id\":\"m-16\",");
        lines.set(50, "{\"id\":\"m-49\",\"text\":\"Said again\",\"lang\":\"en\"}");
        lines.set(60, "{\"id\":\"m-60\",\"text\":\"\",\"lang\":\"en\"}");
        lines.set(70, "{\"id\":\"m-70\",\"text\":\"Kia ora koutou\",\"lang\":\"mi\"}");
        lines.set(
                80,
                "{\"id\":\"m-80\",\"text\":\"The new tram line to the harbour is lovely, and I take"
                        + " it every morning\"}");
        Files.write(file, lines);
        PipelineDefinition definition = local.definition();
        PostsFile input = PostsFile.scan(file, "");

        RunSummary summary =
                run(
                        new RunSettings(
                                definition,
                                LocalPipeline.artifacts(),
                                ProducerSettings.bundledPosts(
                                                definition.producer().name(),
                                                definition.stream().name())
                                        .withPosts(ProducerSettings.BUNDLED, OptionalLong.of(500)),
                                Optional.of(input),
                                RunSettings.patienceFor(definition)));

        assertThat(summary.toJson()).contains("\"verdict\" : \"COMPLETE\"");
        assertThat(summary.sent()).isEqualTo(500);
        assertThat(summary.deliveredLines()).isEqualTo(500);
        assertThat(summary.duplicates()).isZero();
        assertThat(summary.malformedLines()).isNotEmpty().allMatch(line -> line.line() == 17);
        assertThat(summary.sentiment().unscored()).isEqualTo(4);
    }

    private RunSettings sending(long count, OptionalDouble rate) throws IOException {
        RunSettings bundled =
                RunSettings.bundledPosts(local.definition(), LocalPipeline.artifacts());
        ProducerSettings producer = bundled.producer();
        return new RunSettings(
                bundled.definition(),
                bundled.artifacts(),
                new ProducerSettings(
                        producer.functionName(),
                        "",
                        producer.delivery(),
                        producer.duration(),
                        producer.streamName(),
                        producer.posts(),
                        OptionalLong.of(count),
                        rate),
                Optional.empty(),
                bundled.patience());
    }

    @Test
    void twentyThousandPostsAreNeitherLostNorDoubled() throws IOException, InterruptedException {
        RunSummary summary = run(sending(20_000, OptionalDouble.empty()));

        assertThat(summary.toJson()).contains("\"verdict\" : \"COMPLETE\"");
        assertThat(summary.sent()).isEqualTo(20_000);
        assertThat(summary.accepted() + summary.failedToSend()).isEqualTo(20_000);
        assertThat(summary.deliveredLines()).isEqualTo(summary.accepted());
        assertThat(summary.duplicates()).isZero();
        assertThat(snapshots)
                .noneMatch(snapshot -> snapshot.conservation().verdict() == Verdict.UNEXPLAINED);
    }

    @Test
    void stoppingEndsTheSendingButFollowsWhatWasSent() throws IOException, InterruptedException {
        var run =
                new PipelineRun(
                        local.session(),
                        local.files().policies(),
                        LocalPipeline.CLOCK,
                        Pause.real());

        RunSummary summary =
                run.run(
                        sending(10_000, OptionalDouble.of(40)),
                        snapshot -> {
                            if (snapshot.counts().sent() > 0) {
                                run.stopSending();
                            }
                        });

        assertThat(summary.stopped()).isTrue();
        assertThat(summary.sent()).isPositive().isLessThan(1_000);
        assertThat(summary.deliveredLines()).isEqualTo(summary.accepted());
        assertThat(summary.verdict()).isEqualTo(RunSummary.Verdict.COMPLETE);
    }

    @Test
    void stoppingBeforeTheSendingBeginsSendsNothingAtAll()
            throws IOException, InterruptedException {
        var run =
                new PipelineRun(
                        local.session(),
                        local.files().policies(),
                        LocalPipeline.CLOCK,
                        Pause.real());
        var stages = new ArrayList<Stage>();

        RunSummary summary =
                run.run(
                        sending(10_000, OptionalDouble.empty()),
                        snapshot -> {
                            stages.add(snapshot.stage());
                            run.stopSending();
                        });

        assertThat(stages).doesNotContain(Stage.SEND).endsWith(Stage.DONE);
        assertThat(summary.stopped()).isTrue();
        assertThat(summary.sent()).isZero();
        assertThat(summary.verdict()).isEqualTo(RunSummary.Verdict.COMPLETE);
    }

    @Test
    void interruptingCancelsTheRunAndTheNextOneDoesNotCountItsRecords()
            throws IOException, InterruptedException {
        RunSettings settings = sending(10_000, OptionalDouble.of(40));
        var ended = new CompletableFuture<RunSummary>();
        var sending = new CountDownLatch(1);
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                ended.complete(
                                        new PipelineRun(
                                                        local.session(),
                                                        local.files().policies(),
                                                        LocalPipeline.CLOCK,
                                                        Pause.real())
                                                .run(
                                                        settings,
                                                        snapshot -> {
                                                            if (snapshot.counts().accepted() > 0) {
                                                                sending.countDown();
                                                            }
                                                        }));
                            } catch (Exception failure) {
                                ended.completeExceptionally(failure);
                            }
                        });
        assertThat(sending.await(60, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();

        assertThat(ended)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .satisfies(failure ->
                        assertThat(AwsProblem.isCancellation(failure))
                                .as(failure.toString())
                                .isTrue());
    }

    @Test
    void aProducerThatCannotReadItsSourceFailsTheRunWithItsReason() throws IOException {
        RunSettings good = sending(1, OptionalDouble.empty());
        var live =
                new RunSettings(
                        good.definition(),
                        good.artifacts(),
                        new ProducerSettings(
                                good.producer().functionName(),
                                "tram",
                                Delivery.REALTIME,
                                Duration.ofSeconds(5),
                                good.producer().streamName(),
                                "bundled",
                                OptionalLong.empty(),
                                OptionalDouble.empty()),
                        Optional.empty(),
                        good.patience());

        assertThatThrownBy(() -> run(live))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Send posts with kinescope-producer")
                .hasMessageContaining("Secret kinescope/x-bearer-token cannot be read");
    }
}
