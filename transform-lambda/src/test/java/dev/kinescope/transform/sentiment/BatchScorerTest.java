package dev.kinescope.transform.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.transform.FakeService;
import dev.kinescope.transform.FakeService.Call;
import dev.kinescope.transform.ManualClock;
import dev.kinescope.transform.sentiment.Reply.Verdict;
import dev.kinescope.transform.sentiment.ScoredTexts.Result;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

class BatchScorerTest {
    private static final Result SCORED =
            new Result.Scored(new Language("en"), FakeService.POSITIVE, Optional.empty());

    private static final Function<List<String>, Reply<Sentiment>> POSITIVE =
            FakeService.each(_ -> FakeService.POSITIVE);

    private final FakeService service = new FakeService();
    private final ManualClock clock = new ManualClock();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final BatchScorer batches =
            new BatchScorer(service, Detail.SENTIMENT, executor, clock, clock, new Random(3));

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void textsAreGroupedByLanguageInChunksOfTwentyFive() throws InterruptedException {
        var texts = new ArrayList<TextToScore>();
        for (int i = 0; i < 60; i++) {
            texts.add(text("en" + i, "en"));
            if (i < 3) {
                texts.add(text("de" + i, "de"));
            }
        }

        ScoredTexts scored = batches.score(texts, in(60));

        assertThat(scored.results()).hasSize(63).hasOnlyElementsOfType(Result.Scored.class);
        assertThat(scored.calls()).isEqualTo(4);
        assertThat(service.sentiments.calls())
                .containsExactlyInAnyOrder(
                        new Call("en", names("en", 0, 25)),
                        new Call("en", names("en", 25, 50)),
                        new Call("en", names("en", 50, 60)),
                        new Call("de", names("de", 0, 3)));
    }

    @Test
    void noTextsMeanNoCall() throws InterruptedException {
        assertThat(batches.score(List.of(), in(60))).isEqualTo(new ScoredTexts(List.of(), 0, 0));
    }

    @Test
    void aLongTextIsCutToWhatTheServiceTakes() throws InterruptedException {
        batches.score(List.of(text("é".repeat(4_000), "en")), in(60));

        assertThat(service.sentiments.calls())
                .containsExactly(new Call("en", List.of("é".repeat(2_500))));
    }

    @Test
    void throttledCallsAreRepeatedAndCounted() throws InterruptedException {
        for (int i = 0; i < 12; i++) {
            service.sentiments.next(_ -> new Reply.Throttled<>());
        }

        ScoredTexts scored = batches.score(texts(2), in(60));

        assertThat(scored).isEqualTo(new ScoredTexts(List.of(SCORED, SCORED), 13, 12));
        assertThat(clock.elapsed()).isPositive();
    }

    @Test
    void throttlingToTheEndFailsWithinTheTime() throws InterruptedException {
        service.sentiments.always(_ -> new Reply.Throttled<>());

        ScoredTexts scored = batches.score(texts(1), in(20));

        assertThat(scored.results())
                .containsExactly(new Result.Failed("no sentiment: no answer in time"));
        assertThat(clock.instant()).isBeforeOrEqualTo(in(20));
        assertThat(scored.throttles()).isEqualTo(scored.calls()).isGreaterThan(5);
    }

    @Test
    void onlyTheTextsThatWereNotScoredAreAskedForAgain() throws InterruptedException {
        service.sentiments.next(_ ->
                new Reply.Verdicts<>(
                        List.of(
                                new Verdict.Found<>(FakeService.POSITIVE),
                                new Verdict.NotFound<>("INTERNAL_SERVER_ERROR"),
                                new Verdict.Found<>(FakeService.POSITIVE))));

        ScoredTexts scored = batches.score(texts(3), in(60));

        assertThat(scored).isEqualTo(new ScoredTexts(List.of(SCORED, SCORED, SCORED), 2, 0));
        assertThat(service.sentiments.calls().getLast()).isEqualTo(new Call("en", List.of("t1")));
    }

    @Test
    void aTextThatIsNeverScoredFailsAlone() throws InterruptedException {
        service.sentiments.always(FakeService.allBut("t1", "INTERNAL", FakeService.POSITIVE));

        ScoredTexts scored = batches.score(texts(3), in(60));

        assertThat(scored)
                .isEqualTo(
                        new ScoredTexts(
                                List.of(
                                        SCORED,
                                        new Result.Failed("no sentiment: INTERNAL"),
                                        SCORED),
                                6,
                                0));
    }

    @Test
    void anUnavailableServiceIsAskedAFewTimes() throws InterruptedException {
        service.sentiments.always(_ -> new Reply.Unavailable<>("InternalServerException"));

        ScoredTexts scored = batches.score(texts(1), in(60));

        assertThat(scored)
                .isEqualTo(
                        new ScoredTexts(
                                List.of(new Result.Failed("no sentiment: InternalServerException")),
                                6,
                                0));
    }

    @Test
    void aTextTheServiceWillNotTakeIsFoundAndTheOthersAreScored() throws InterruptedException {
        service.sentiments.always(texts ->
                texts.contains("t17")
                        ? new Reply.BadRequest<>("InvalidRequestException")
                        : POSITIVE.apply(texts));

        ScoredTexts scored = batches.score(texts(25), in(60));

        for (int i = 0; i < 25; i++) {
            assertThat(scored.results().get(i))
                    .isEqualTo(
                            i == 17
                                    ? new Result.Failed("no sentiment: InvalidRequestException")
                                    : SCORED);
        }
        assertThat(scored.calls()).isLessThanOrEqualTo(11);
    }

    @Test
    void aRefusalIsNotRepeated() throws InterruptedException {
        service.sentiments.always(_ -> new Reply.Refused<>("AccessDeniedException"));

        ScoredTexts scored = batches.score(texts(30), in(60));

        assertThat(scored.results())
                .containsOnly(new Result.Failed("no sentiment: AccessDeniedException"));
        assertThat(scored.calls()).isEqualTo(2);
    }

    @Test
    void aFaultOfOurOwnCostsItsChunkOnly() throws InterruptedException {
        service.sentiments.next(_ -> {
            throw new IllegalStateException("secret text");
        });

        ScoredTexts scored = batches.score(texts(30), in(60));

        assertThat(scored.results())
                .containsOnly(
                        SCORED,
                        new Result.Failed(
                                "no sentiment: internal fault java.lang.IllegalStateException"));
    }

    @Test
    void chunksRunInParallelWithinABound() throws Exception {
        var gate = new CountDownLatch(1);
        service.sentiments.always(texts -> {
            awaitUninterruptibly(gate);
            return POSITIVE.apply(texts);
        });

        Future<ScoredTexts> scoring = executor.submit(() -> batches.score(texts(500), in(60)));

        await().during(Duration.ofMillis(200)).until(() -> service.sentiments.calls().size() == 8);
        gate.countDown();
        assertThat(scoring.get().results()).hasSize(500).containsOnly(SCORED);
        assertThat(scoring.get().calls()).isEqualTo(20);
        assertThat(service.sentiments.mostRunning()).isEqualTo(8);
    }

    @Test
    void aServiceThatHangsCostsTheDeadlineAndNoMore() throws InterruptedException {
        var never = new CountDownLatch(1);
        service.sentiments.next(texts -> {
            awaitUninterruptibly(never);
            return POSITIVE.apply(texts);
        });

        ScoredTexts scored = batches.score(texts(1), ManualClock.START.plus(Duration.ofMillis(50)));

        assertThat(scored.results())
                .containsExactly(new Result.Failed("no sentiment: no answer in time"));
        never.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Instant in(int seconds) {
        return ManualClock.START.plusSeconds(seconds);
    }

    private static List<TextToScore> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> text("t" + i, "en")).toList();
    }

    private static List<String> names(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i).toList();
    }

    private static TextToScore text(String text, String language) {
        return new TextToScore(text, Language.of(language));
    }
}
