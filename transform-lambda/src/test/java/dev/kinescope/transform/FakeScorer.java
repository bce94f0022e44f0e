package dev.kinescope.transform;

import dev.kinescope.transform.sentiment.Sentiment;
import dev.kinescope.transform.sentiment.SentimentScorer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** A scorer that finds every text positive, keeps its calls, and can be told how to reply next. */
public final class FakeScorer implements SentimentScorer {
    public static final Sentiment POSITIVE = new Sentiment("POSITIVE", 0.9f, 0.04f, 0.05f, 0.01f);

    private final Deque<Function<List<String>, Reply>> script = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();
    private Function<List<String>, Reply> usual = FakeScorer::positive;
    private int running;
    private int mostRunning;

    /** One call. */
    public record Call(String language, List<String> texts) {}

    /** Replies to the next call so. */
    public synchronized FakeScorer next(Function<List<String>, Reply> reply) {
        script.add(reply);
        return this;
    }

    /** Replies so to every call that nothing else was said about. */
    public synchronized FakeScorer always(Function<List<String>, Reply> reply) {
        usual = reply;
        return this;
    }

    public static Reply positive(List<String> texts) {
        return new Reply.Verdicts(
                texts.stream().map(_ -> (Verdict) new Verdict.Scored(POSITIVE)).toList());
    }

    @Override
    public Reply score(List<String> texts, String language) {
        Function<List<String>, Reply> reply;
        synchronized (this) {
            calls.add(new Call(language, List.copyOf(texts)));
            reply = script.isEmpty() ? usual : script.remove();
            running++;
            mostRunning = Math.max(mostRunning, running);
        }
        try {
            return reply.apply(texts);
        } finally {
            synchronized (this) {
                running--;
            }
        }
    }

    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The most calls there were at a time. */
    public synchronized int mostRunning() {
        return mostRunning;
    }
}
