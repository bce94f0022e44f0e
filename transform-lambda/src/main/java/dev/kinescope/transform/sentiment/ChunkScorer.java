package dev.kinescope.transform.sentiment;

import dev.kinescope.transform.sentiment.BatchScorer.ScoreBoard;
import dev.kinescope.transform.sentiment.ScoredTexts.Outcome;
import dev.kinescope.transform.sentiment.SentimentScorer.Reply;
import dev.kinescope.transform.sentiment.SentimentScorer.Verdict;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * Scores one chunk: repeats what may pass later with exponential backoff and full jitter, and
 * halves a chunk the service will not take until the text that spoils it stands alone.
 */
final class ChunkScorer {
    /** Throttling ends only with the time; anything else has had its chance after so many tries. */
    private static final int MAX_TRIES = 6;

    private static final long BASE_MILLIS = 100;
    private static final long CAP_MILLIS = 5_000;

    private final SentimentScorer scorer;
    private final Semaphore calls;
    private final ScoreBoard board;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final List<TextToScore> texts;
    private final Instant deadline;

    ChunkScorer(
            SentimentScorer scorer,
            Semaphore calls,
            ScoreBoard board,
            Clock clock,
            Sleeper sleeper,
            RandomGenerator random,
            List<TextToScore> texts,
            Instant deadline) {
        this.scorer = scorer;
        this.calls = calls;
        this.board = board;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.texts = texts;
        this.deadline = deadline;
    }

    /** Scores the texts at the given indexes, all of one language, and puts each on the board. */
    void score(List<Integer> chunk) throws InterruptedException {
        List<Integer> pending = chunk;
        int waits = 0;
        int tries = 0;
        while (true) {
            switch (call(pending)) {
                case Reply.Verdicts(List<Verdict> verdicts) -> {
                    tries++;
                    pending = settle(pending, verdicts, tries);
                    if (pending.isEmpty()) {
                        return;
                    }
                }
                case Reply.Throttled() -> board.throttled();
                case Reply.Unavailable(String reason) -> {
                    tries++;
                    if (tries == MAX_TRIES) {
                        fail(pending, reason);
                        return;
                    }
                }
                case Reply.BadRequest(String reason) -> {
                    if (pending.size() == 1) {
                        fail(pending, reason);
                        return;
                    }
                    score(pending.subList(0, pending.size() / 2));
                    pending = pending.subList(pending.size() / 2, pending.size());
                    continue;
                }
                case Reply.Refused(String reason) -> {
                    fail(pending, reason);
                    return;
                }
            }
            Duration wait = backoff(waits++);
            if (clock.instant().plus(wait).isAfter(deadline)) {
                return; // The board already says that there was no answer in time.
            }
            sleeper.sleep(wait);
        }
    }

    private Reply call(List<Integer> indexes) throws InterruptedException {
        var fitted =
                indexes.stream()
                        .map(i -> Texts.fit(texts.get(i).text(), SentimentScorer.MAX_TEXT_BYTES))
                        .toList();
        String language = texts.get(indexes.getFirst()).language().code();
        calls.acquire();
        try {
            board.called();
            return scorer.score(fitted, language);
        } finally {
            calls.release();
        }
    }

    /** Puts the scored texts on the board and returns the others, or fails them on the last try. */
    private List<Integer> settle(List<Integer> indexes, List<Verdict> verdicts, int tries) {
        var left = new ArrayList<Integer>();
        for (int i = 0; i < indexes.size(); i++) {
            int index = indexes.get(i);
            switch (verdicts.get(i)) {
                case Verdict.Scored(Sentiment sentiment) ->
                        board.put(index, new Outcome.Scored(sentiment));
                case Verdict.NotScored(String errorCode) -> {
                    board.put(index, new Outcome.Failed(errorCode));
                    if (tries < MAX_TRIES) {
                        left.add(index);
                    }
                }
            }
        }
        return left;
    }

    private void fail(List<Integer> indexes, String reason) {
        indexes.forEach(index -> board.put(index, new Outcome.Failed(reason)));
    }

    private Duration backoff(int waits) {
        long bound = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(waits, 20));
        return Duration.ofMillis(random.nextLong(bound + 1));
    }
}
