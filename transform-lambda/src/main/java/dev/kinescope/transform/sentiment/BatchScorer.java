package dev.kinescope.transform.sentiment;

import dev.kinescope.transform.sentiment.ScoredTexts.Outcome;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Scores all texts of a batch: grouped by language, in chunks, a bounded number of calls at a time,
 * each chunk retried by {@link ChunkScorer} until the time is up.
 */
public final class BatchScorer {
    /** Enough to hide the service's latency; more only meets its rate limit sooner. */
    private static final int MAX_PARALLEL_CALLS = 8;

    private final SentimentScorer scorer;
    private final ExecutorService executor;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /** Scores with {@code scorer} on the executor's threads, which wait most of the time. */
    public BatchScorer(
            SentimentScorer scorer,
            ExecutorService executor,
            Clock clock,
            Sleeper sleeper,
            RandomGenerator random) {
        this.scorer = scorer;
        this.executor = executor;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    /** Scores the texts; what has no answer by {@code deadline} has failed. */
    public ScoredTexts score(List<TextToScore> texts, Instant deadline)
            throws InterruptedException {
        var board = new ScoreBoard(texts.size());
        var calls = new Semaphore(MAX_PARALLEL_CALLS);
        var chunk = new ChunkScorer(scorer, calls, board, clock, sleeper, random, texts, deadline);
        List<List<Integer>> chunks = chunks(texts);
        var tasks = new ArrayList<Callable<Void>>();
        for (List<Integer> indexes : chunks) {
            tasks.add(() -> {
                chunk.score(indexes);
                return null;
            });
        }
        long millis = Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
        List<Future<Void>> done = executor.invokeAll(tasks, millis, TimeUnit.MILLISECONDS);
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i).state() == Future.State.FAILED) {
                board.failed(chunks.get(i), done.get(i).exceptionNow());
            }
        }
        return board.close();
    }

    private static List<List<Integer>> chunks(List<TextToScore> texts) {
        Map<Language, List<Integer>> byLanguage = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            byLanguage.computeIfAbsent(texts.get(i).language(), _ -> new ArrayList<>()).add(i);
        }
        var chunks = new ArrayList<List<Integer>>();
        for (List<Integer> group : byLanguage.values()) {
            for (int from = 0; from < group.size(); from += SentimentScorer.MAX_TEXTS) {
                int to = Math.min(group.size(), from + SentimentScorer.MAX_TEXTS);
                chunks.add(group.subList(from, to));
            }
        }
        return chunks;
    }

    /** Gathers outcomes from the threads until it is closed; what comes later is too late. */
    static final class ScoreBoard {
        private static final Outcome NO_TIME = new Outcome.Failed("no answer in time");

        private final List<Outcome> outcomes;
        private int calls;
        private int throttles;

        ScoreBoard(int size) {
            outcomes = new ArrayList<>(Collections.nCopies(size, NO_TIME));
        }

        synchronized void called() {
            calls++;
        }

        synchronized void throttled() {
            throttles++;
        }

        synchronized void put(int index, Outcome outcome) {
            outcomes.set(index, outcome);
        }

        /** A fault of this function's own still costs no more than the chunk it happened to. */
        synchronized void failed(List<Integer> indexes, Throwable fault) {
            for (int index : indexes) {
                if (!(outcomes.get(index) instanceof Outcome.Scored)) {
                    outcomes.set(
                            index,
                            new Outcome.Failed("internal fault " + fault.getClass().getName()));
                }
            }
        }

        synchronized ScoredTexts close() {
            return new ScoredTexts(outcomes, calls, throttles);
        }
    }
}
