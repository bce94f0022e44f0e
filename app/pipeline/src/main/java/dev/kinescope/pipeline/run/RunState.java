package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.SentimentCounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a run stands, and the snapshots that tell it; used by the run's thread alone. */
final class RunState {
    private static final Duration RATE_OVER = Duration.ofSeconds(5);

    private record Mark(Instant at, RunCounts counts) {}

    private final Clock clock;
    private final RunListener listener;
    private final Instant startedAt;
    private final Map<Stage, Duration> times = new EnumMap<>(Stage.class);
    private final Deque<Mark> marks = new ArrayDeque<>();
    private Stage stage = Stage.CHECK;
    private Instant stageAt;
    private String doing = Stage.CHECK.words();
    private RunCounts counts;
    private Conservation.Sight sight = Conservation.Sight.PROMPT;
    private SentimentCounts sentiment = SentimentCounts.NONE;
    private List<ScoredPost> newest = List.of();
    private List<String> warnings = List.of();
    private Optional<PipelineStatus> resources = Optional.empty();
    private OptionalLong toSend = OptionalLong.empty();

    RunState(Clock clock, RunListener listener) {
        this.clock = clock;
        this.listener = listener;
        this.startedAt = clock.instant();
        this.stageAt = startedAt;
        this.counts = RunCounts.none(startedAt);
    }

    void enter(Stage next) {
        if (next != stage) {
            closeStage();
            stage = next;
        }
        say(next.words());
    }

    private void closeStage() {
        Instant now = clock.instant();
        times.merge(stage, Duration.between(stageAt, now), Duration::plus);
        stageAt = now;
    }

    void say(String what) {
        doing = what;
        tell();
    }

    void resources(PipelineStatus status) {
        resources = Optional.of(status);
    }

    void toSend(OptionalLong records) {
        toSend = records;
    }

    void counted(RunCounts now, Conservation.Sight how, Arrivals arrivals, List<String> problems) {
        counts = now;
        sight = how;
        sentiment = arrivals.sentiment();
        newest = arrivals.newest();
        warnings = problems;
        Instant at = clock.instant();
        marks.addLast(new Mark(at, now));
        while (marks.size() > 2
                && Duration.between(marks.getFirst().at(), at).compareTo(RATE_OVER) > 0) {
            marks.removeFirst();
        }
        tell();
    }

    RunCounts counts() {
        return counts;
    }

    Duration elapsed() {
        return Duration.between(startedAt, clock.instant());
    }

    Instant startedAt() {
        return startedAt;
    }

    Map<Stage, Duration> times() {
        Map<Stage, Duration> all = new EnumMap<>(Stage.class);
        all.putAll(times);
        if (stage != Stage.DONE) {
            all.merge(stage, Duration.between(stageAt, clock.instant()), Duration::plus);
        }
        return Collections.unmodifiableMap(all);
    }

    private void tell() {
        listener.tick(
                new RunSnapshot(
                        stage,
                        doing,
                        resources,
                        counts,
                        rates(),
                        Conservation.of(counts, sight),
                        toSend,
                        sentiment,
                        newest,
                        warnings,
                        times(),
                        startedAt,
                        elapsed()));
    }

    private RunRates rates() {
        if (marks.size() < 2) {
            return RunRates.NONE;
        }
        Mark first = marks.getFirst();
        Mark last = marks.getLast();
        double seconds = Duration.between(first.at(), last.at()).toNanos() / 1e9;
        if (seconds <= 0) {
            return RunRates.NONE;
        }
        RunCounts before = first.counts();
        RunCounts now = last.counts();
        return new RunRates(
                (now.sent() - before.sent()) / seconds,
                (now.bytes() - before.bytes()) / seconds,
                (RunCounts.known(now.read()) - RunCounts.known(before.read())) / seconds,
                (RunCounts.known(now.ok()) - RunCounts.known(before.ok())) / seconds,
                (now.lines() - before.lines()) / seconds,
                (RunCounts.known(now.processingFailed())
                                - RunCounts.known(before.processingFailed()))
                        / seconds);
    }
}
