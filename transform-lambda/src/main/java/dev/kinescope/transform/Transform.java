package dev.kinescope.transform;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.transform.BatchAnswer.Entry;
import dev.kinescope.transform.PostRecord.Reading;
import dev.kinescope.transform.TransformEvent.Incoming;
import dev.kinescope.transform.sentiment.BatchScorer;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.ScoredTexts;
import dev.kinescope.transform.sentiment.TextToScore;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Answers one batch: reads every record, has the texts scored, puts the answers in order. */
final class Transform {
    /** Firehose waits no longer, whatever the function's time-out (AWS documentation). */
    private static final Duration FIREHOSE_PATIENCE = Duration.ofMinutes(5);

    private static final Duration ANSWER_RESERVE = Duration.ofSeconds(5);

    private final BatchScorer scorer;
    private final Language fallback;
    private final Clock clock;

    /**
     * Makes the transform.
     *
     * @param fallback the language of a post that names none
     */
    Transform(BatchScorer scorer, Language fallback, Clock clock) {
        this.scorer = scorer;
        this.fallback = fallback;
        this.clock = clock;
    }

    /** The answer to a batch and the line that reports it. */
    record Transformed(BatchAnswer answer, BatchReport report) {}

    /**
     * Answers a batch.
     *
     * @param remaining until the function's time-out
     */
    Transformed apply(TransformEvent event, Duration remaining) throws InterruptedException {
        Instant start = clock.instant();
        var readings = new ArrayList<Reading>(event.records().size());
        var texts = new ArrayList<TextToScore>();
        for (Incoming item : event.records()) {
            Reading reading = PostRecord.read(item.data(), fallback);
            readings.add(reading);
            if (reading instanceof Reading.Scorable(_, TextToScore text)) {
                texts.add(text);
            }
        }
        ScoredTexts scored = scorer.score(texts, start.plus(budget(remaining)));
        var answer =
                BatchAnswer.within(
                        BatchAnswer.MAX_BYTES, answers(event.records(), readings, scored));
        return new Transformed(answer, report(event, answer, scored, start));
    }

    private static List<Entry> answers(
            List<Incoming> records, List<Reading> readings, ScoredTexts scored) {
        var outcomes = scored.outcomes().iterator();
        var entries = new ArrayList<Entry>(records.size());
        for (int i = 0; i < records.size(); i++) {
            Answer answer =
                    switch (readings.get(i)) {
                        case Reading.Settled(Answer settled) -> settled;
                        case Reading.Scorable(ObjectNode post, _) -> answer(post, outcomes.next());
                    };
            entries.add(new Entry(records.get(i).recordId(), answer));
        }
        return entries;
    }

    private static Answer answer(ObjectNode post, ScoredTexts.Outcome outcome) {
        return switch (outcome) {
            case ScoredTexts.Outcome.Scored(var sentiment) -> PostRecord.enriched(post, sentiment);
            case ScoredTexts.Outcome.Failed(String reason) ->
                    new Answer.Failed("no sentiment: " + reason);
        };
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
        return new BatchReport(
                BatchReport.TYPE,
                event.invocationId(),
                answer.entries().size(),
                ok,
                dropped,
                failed,
                skipped,
                scored.calls(),
                scored.throttles(),
                Duration.between(start, clock.instant()).toMillis());
    }
}
