package dev.kinescope.transform.sentiment;

import dev.kinescope.transform.sentiment.ScoredTexts.Result;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Scores all texts of a batch: detects the languages that nobody named, then asks for the
 * sentiments, and for the entities if wanted, of each language's texts together, in chunks, a
 * bounded number of calls at a time, each chunk retried by {@link ChunkCaller} until its time is
 * up.
 */
public final class BatchScorer {
    private final TextService service;
    private final Detail detail;
    private final ExecutorService executor;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /** Asks {@code service} on the executor's threads, which wait most of the time. */
    public BatchScorer(
            TextService service,
            Detail detail,
            ExecutorService executor,
            Clock clock,
            Sleeper sleeper,
            RandomGenerator random) {
        this.service = service;
        this.detail = detail;
        this.executor = executor;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    /**
     * Scores the texts; what has no answer by {@code deadline} has failed. Detecting languages and
     * finding entities each have no more than half of the time that is left, so that the posts
     * whose sentiment does not depend on them get theirs even when the service throttles.
     *
     * @throws InterruptedException when the thread was interrupted meanwhile
     */
    public ScoredTexts score(List<TextToScore> texts, Instant deadline)
            throws InterruptedException {
        var work = new Work(texts);
        List<Outcome<Language>> languages = work.languages(halfWay(deadline));
        Map<Language, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            if (languages.get(i) instanceof Outcome.Found<Language>(var language)
                    && language.isSupported()) {
                groups.computeIfAbsent(language, _ -> new ArrayList<>()).add(i);
            }
        }
        var sentiments = new Board<Sentiment>(texts.size());
        var entities = new Board<List<Entity>>(texts.size());
        var chunks = new ArrayList<Chunk<?>>();
        groups.forEach((language, group) ->
                work.add(
                        chunks,
                        group,
                        sentiments,
                        some -> service.sentiments(some, language),
                        deadline));
        if (detail == Detail.SENTIMENT_AND_ENTITIES) {
            Instant early = halfWay(deadline);
            groups.forEach((language, group) ->
                    work.add(
                            chunks,
                            group,
                            entities,
                            some -> service.entities(some, language),
                            early));
        }
        run(chunks, deadline);
        var results = results(languages, sentiments.outcomes(), entities.outcomes());
        return new ScoredTexts(results, work.gate.calls(), work.gate.throttles());
    }

    private List<Result> results(
            List<Outcome<Language>> languages,
            List<Outcome<Sentiment>> sentiments,
            List<Outcome<List<Entity>>> entities) {
        return IntStream.range(0, languages.size())
                .mapToObj(i ->
                        switch (languages.get(i)) {
                            case Outcome.Failed<Language>(String reason) ->
                                    new Result.Failed("no language: " + reason);
                            case Outcome.Found<Language>(Language language)
                                    when !language.isSupported() ->
                                    new Result.Unscorable(language);
                            case Outcome.Found<Language>(Language language) ->
                                    result(language, sentiments.get(i), entities.get(i));
                        })
                .toList();
    }

    private Result result(
            Language language, Outcome<Sentiment> sentiment, Outcome<List<Entity>> entities) {
        return switch (sentiment) {
            case Outcome.Found<Sentiment>(Sentiment found) ->
                    new Result.Scored(
                            language,
                            found,
                            detail == Detail.SENTIMENT ? Optional.empty() : Optional.of(entities));
            case Outcome.Failed<Sentiment>(String reason) ->
                    new Result.Failed("no sentiment: " + reason);
        };
    }

    private Instant halfWay(Instant deadline) {
        Instant now = clock.instant();
        return now.plus(Duration.between(now, deadline).dividedBy(2));
    }

    /** Runs the chunks on threads of their own and waits for them, not beyond the deadline. */
    private void run(List<Chunk<?>> chunks, Instant deadline) throws InterruptedException {
        long millis = Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
        List<Future<Void>> done = executor.invokeAll(chunks, millis, TimeUnit.MILLISECONDS);
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i).state() == Future.State.FAILED) {
                chunks.get(i).fault(done.get(i).exceptionNow());
            }
        }
    }

    /** A question about some texts. */
    private record Chunk<T>(ChunkCaller<T> caller, List<Integer> indexes, Board<T> board)
            implements Callable<Void> {
        @Override
        public Void call() throws InterruptedException {
            caller.ask(indexes);
            return null;
        }

        void fault(Throwable fault) {
            board.fault(indexes, fault);
        }
    }

    /** What the calls about one batch have in common. */
    private final class Work {
        private final List<TextToScore> given;
        private final List<String> texts;
        private final CallGate gate = new CallGate(clock, sleeper, random);
        private final ChunkCaller.Tries tries = new ChunkCaller.Tries(clock, sleeper, random);

        Work(List<TextToScore> given) {
            this.given = given;
            this.texts =
                    given.stream()
                            .map(each -> Texts.fit(each.text(), TextService.MAX_TEXT_BYTES))
                            .toList();
        }

        /** Each text's language, given or detected. */
        List<Outcome<Language>> languages(Instant deadline) throws InterruptedException {
            var board = new Board<Language>(given.size());
            var unknown = new ArrayList<Integer>();
            for (int i = 0; i < given.size(); i++) {
                if (given.get(i).language().isDetermined()) {
                    board.put(i, new Outcome.Found<>(given.get(i).language()));
                } else {
                    unknown.add(i);
                }
            }
            if (!unknown.isEmpty()) {
                var chunks = new ArrayList<Chunk<?>>();
                add(chunks, unknown, board, service::languages, deadline);
                run(chunks, deadline);
            }
            return board.outcomes();
        }

        <T> void add(
                List<Chunk<?>> chunks,
                List<Integer> group,
                Board<T> board,
                Function<List<String>, Reply<T>> question,
                Instant deadline) {
            var caller = new ChunkCaller<>(question, texts, board, gate, tries, deadline);
            for (int from = 0; from < group.size(); from += TextService.MAX_TEXTS) {
                int to = Math.min(group.size(), from + TextService.MAX_TEXTS);
                chunks.add(new Chunk<>(caller, group.subList(from, to), board));
            }
        }
    }
}
