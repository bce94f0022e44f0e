package dev.kinescope.transform;

import dev.kinescope.transform.sentiment.Entity;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Reply;
import dev.kinescope.transform.sentiment.Reply.Verdict;
import dev.kinescope.transform.sentiment.Sentiment;
import dev.kinescope.transform.sentiment.TextService;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * A text service that finds every text English, positive and full of nobody, keeps its calls, and
 * can be told how to reply next.
 */
public final class FakeService implements TextService {
    public static final Sentiment POSITIVE = new Sentiment("POSITIVE", 0.9f, 0.04f, 0.05f, 0.01f);

    public final Script<Language> languages = new Script<>(each(_ -> new Language("en")));
    public final Script<Sentiment> sentiments = new Script<>(each(_ -> POSITIVE));
    public final Script<List<Entity>> entities = new Script<>(each(_ -> List.of()));

    /** One call; {@code und} is the language of those that ask for it. */
    public record Call(String language, List<String> texts) {}

    /** A reply that has the same to say of every text. */
    public static <T> Function<List<String>, Reply<T>> each(Function<String, T> found) {
        return texts ->
                new Reply.Verdicts<>(
                        texts.stream()
                                .map(text -> (Verdict<T>) new Verdict.Found<>(found.apply(text)))
                                .toList());
    }

    /** As {@link #each}, but without an answer for one text. */
    public static <T> Function<List<String>, Reply<T>> allBut(
            String text, String errorCode, T found) {
        return texts ->
                new Reply.Verdicts<>(
                        texts.stream()
                                .map(each ->
                                        each.equals(text)
                                                ? (Verdict<T>) new Verdict.NotFound<T>(errorCode)
                                                : new Verdict.Found<>(found))
                                .toList());
    }

    @Override
    public Reply<Language> languages(List<String> texts) {
        return languages.reply("und", texts);
    }

    @Override
    public Reply<Sentiment> sentiments(List<String> texts, Language language) {
        return sentiments.reply(language.code(), texts);
    }

    @Override
    public Reply<List<Entity>> entities(List<String> texts, Language language) {
        return entities.reply(language.code(), texts);
    }

    /** How one question is replied to. */
    public static final class Script<T> {
        private final Deque<Function<List<String>, Reply<T>>> script = new ArrayDeque<>();
        private final List<Call> calls = new ArrayList<>();
        private Function<List<String>, Reply<T>> usual;
        private int running;
        private int mostRunning;

        Script(Function<List<String>, Reply<T>> usual) {
            this.usual = usual;
        }

        /** Replies to the next call so. */
        public synchronized void next(Function<List<String>, Reply<T>> reply) {
            script.add(reply);
        }

        /** Replies so to every call that nothing else was said about. */
        public synchronized void always(Function<List<String>, Reply<T>> reply) {
            usual = reply;
        }

        public synchronized List<Call> calls() {
            return List.copyOf(calls);
        }

        /** The most calls there were at a time. */
        public synchronized int mostRunning() {
            return mostRunning;
        }

        private Reply<T> reply(String language, List<String> texts) {
            Function<List<String>, Reply<T>> reply;
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
    }
}
