package dev.kinescope.transform.sentiment;

import dev.kinescope.transform.sentiment.Reply.Verdict;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Asks one question about a chunk of texts: repeats what may pass later with exponential backoff
 * and jitter, and halves a chunk the service will not take until the text that spoils it stands
 * alone.
 *
 * @param <T> what is asked for
 */
final class ChunkCaller<T> {
    /** Throttling ends only with the time; anything else has had its chance after so many tries. */
    private static final int MAX_TRIES = 6;

    private final Function<List<String>, Reply<T>> question;
    private final List<String> texts;
    private final Board<T> board;
    private final CallGate gate;
    private final Tries tries;
    private final Instant deadline;

    /** What waiting takes. */
    record Tries(Clock clock, Sleeper sleeper, RandomGenerator random) {}

    ChunkCaller(
            Function<List<String>, Reply<T>> question,
            List<String> texts,
            Board<T> board,
            CallGate gate,
            Tries tries,
            Instant deadline) {
        this.question = question;
        this.texts = texts;
        this.board = board;
        this.gate = gate;
        this.tries = tries;
        this.deadline = deadline;
    }

    /** Asks about the texts at the given indexes and puts the outcome of each on the board. */
    void ask(List<Integer> chunk) throws InterruptedException {
        List<Integer> pending = chunk;
        int failures = 0;
        while (true) {
            Optional<Reply<T>> reply = call(pending);
            if (reply.isEmpty()) {
                return; // The board already says that there was no answer in time.
            }
            switch (reply.get()) {
                case Reply.Throttled<T>() -> {
                    continue; // The gate makes the next call wait.
                }
                case Reply.Verdicts<T>(List<Verdict<T>> verdicts) -> {
                    failures++;
                    pending = settle(pending, verdicts, failures);
                    if (pending.isEmpty()) {
                        return;
                    }
                }
                case Reply.Unavailable<T>(String reason) -> {
                    failures++;
                    if (failures == MAX_TRIES) {
                        fail(pending, reason);
                        return;
                    }
                }
                case Reply.BadRequest<T>(String reason) -> {
                    if (pending.size() == 1) {
                        fail(pending, reason);
                        return;
                    }
                    ask(pending.subList(0, pending.size() / 2));
                    pending = pending.subList(pending.size() / 2, pending.size());
                    continue;
                }
                case Reply.Refused<T>(String reason) -> {
                    fail(pending, reason);
                    return;
                }
            }
            Duration wait = Backoff.anywhere(failures - 1, tries.random());
            if (tries.clock().instant().plus(wait).isAfter(deadline)) {
                return;
            }
            tries.sleeper().sleep(wait);
        }
    }

    private Optional<Reply<T>> call(List<Integer> indexes) throws InterruptedException {
        List<String> chunk = indexes.stream().map(texts::get).toList();
        return gate.call(deadline, () -> question.apply(chunk));
    }

    /** Puts what was found on the board and returns the others, or fails them on the last try. */
    private List<Integer> settle(List<Integer> indexes, List<Verdict<T>> verdicts, int failures) {
        var left = new ArrayList<Integer>();
        for (int i = 0; i < indexes.size(); i++) {
            int index = indexes.get(i);
            switch (verdicts.get(i)) {
                case Verdict.Found<T>(T value) -> board.put(index, new Outcome.Found<>(value));
                case Verdict.NotFound<T>(String errorCode) -> {
                    board.put(index, new Outcome.Failed<>(errorCode));
                    if (failures < MAX_TRIES) {
                        left.add(index);
                    }
                }
            }
        }
        return left;
    }

    private void fail(List<Integer> indexes, String reason) {
        indexes.forEach(index -> board.put(index, new Outcome.Failed<>(reason)));
    }
}
