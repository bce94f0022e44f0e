package dev.kinescope.transform;

import dev.kinescope.transform.BatchAnswer.Entry;
import dev.kinescope.transform.PostAnswers.Decision;
import dev.kinescope.transform.TransformEvent.Incoming;
import dev.kinescope.transform.sentiment.BatchScorer;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Outcome;
import dev.kinescope.transform.sentiment.ScoredTexts;
import dev.kinescope.transform.sentiment.ScoredTexts.Result;
import dev.kinescope.transform.sentiment.TextToScore;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers one batch: reads every record, has the texts scored, puts the answers in order. */
final class Transform {
    /** Firehose waits no longer, whatever the function's time-out (AWS documentation). */
    private static final Duration FIREHOSE_PATIENCE = Duration.ofMinutes(5);

    private static final Duration ANSWER_RESERVE = Duration.ofSeconds(5);

    private final BatchScorer scorer;
    private final Language defaultLanguage;
    private final Clock clock;

    /**
     * Makes the transform.
     *
     * @param defaultLanguage of a post that names none; undetermined: it is detected
     */
    Transform(BatchScorer scorer, Language defaultLanguage, Clock clock) {
        this.scorer = scorer;
        this.defaultLanguage = defaultLanguage;
        this.clock = clock;
    }

    /**
     * The answer to a batch and the line that reports it.
     *
     * @param withoutEntities why records went without their entities, and how many
     */
    record Transformed(
            BatchAnswer answer, BatchReport report, Map<String, Integer> withoutEntities) {}

    /**
     * Answers a batch.
     *
     * @param remaining until the function's time-out
     */
    Transformed apply(TransformEvent event, Duration remaining) throws InterruptedException {
        Instant start = clock.instant();
        var decisions = new ArrayList<Decision>(event.records().size());
        var texts = new ArrayList<TextToScore>();
        for (Incoming item : event.records()) {
            Decision decision = decide(item.data());
            decisions.add(decision);
            if (decision instanceof Decision.Ask(_, TextToScore text)) {
                texts.add(text);
            }
        }
        ScoredTexts scored = scorer.score(texts, start.plus(budget(remaining)));
        var answer =
                BatchAnswer.within(
                        BatchAnswer.MAX_BYTES, answers(event.records(), decisions, scored));
        return new Transformed(
                answer, report(event, answer, scored, start), withoutEntities(scored));
    }

    private Decision decide(String base64) {
        byte[] data;
        try {
            data = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new Decision.Settled(new Answer.Failed("data is not base64"));
        }
        if (data.length == 0) {
            return new Decision.Settled(new Answer.Dropped());
        }
        return switch (PostReader.read(data)) {
            case PostReader.Reading.Read(Post post) -> PostAnswers.decide(post, defaultLanguage);
            case PostReader.Reading.Unreadable(String reason) ->
                    new Decision.Settled(new Answer.Failed(reason));
        };
    }

    private static List<Entry> answers(
            List<Incoming> records, List<Decision> decisions, ScoredTexts scored) {
        var results = scored.results().iterator();
        var entries = new ArrayList<Entry>(records.size());
        for (int i = 0; i < records.size(); i++) {
            Answer answer =
                    switch (decisions.get(i)) {
                        case Decision.Settled(Answer settled) -> settled;
                        case Decision.Ask asked -> PostAnswers.answer(asked, results.next());
                    };
            entries.add(new Entry(records.get(i).recordId(), answer));
        }
        return entries;
    }

    private static Map<String, Integer> withoutEntities(ScoredTexts scored) {
        var reasons = new TreeMap<String, Integer>();
        for (Result result : scored.results()) {
            if (result instanceof Result.Scored(_, _, var entities)
                    && entities.orElse(null) instanceof Outcome.Failed<?>(String reason)) {
                reasons.merge(reason, 1, Integer::sum);
            }
        }
        return reasons;
    }

    private static Duration budget(Duration remaining) {
        Duration time = remaining.compareTo(FIREHOSE_PATIENCE) < 0 ? remaining : FIREHOSE_PATIENCE;
        Duration reserve = time.dividedBy(5);
        return time.minus(reserve.compareTo(ANSWER_RESERVE) < 0 ? reserve : ANSWER_RESERVE);
    }

    private BatchReport report(
            TransformEvent event, BatchAnswer answer, ScoredTexts scored, Instant start) {
        int ok = 0;
        int skipped = 0;
        int dropped = 0;
        int failed = 0;
        for (Entry entry : answer.entries()) {
            switch (entry.answer()) {
                case Answer.Enriched _ -> ok++;
                case Answer.Skipped _ -> {
                    ok++;
                    skipped++;
                }
                case Answer.Dropped() -> dropped++;
                case Answer.Failed _ -> failed++;
            }
        }
        Instant end = clock.instant();
        return new BatchReport(
                event.invocationId(),
                answer.entries().size(),
                ok,
                dropped,
                failed,
                skipped,
                scored.calls(),
                scored.throttles(),
                Duration.between(start, end).toMillis(),
                end);
    }
}
