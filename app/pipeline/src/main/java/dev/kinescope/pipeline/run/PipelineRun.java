package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.Connection;
import dev.kinescope.pipeline.connection.ProblemException;
import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.producer.ProducerTotals;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.provisioning.Plan;
import dev.kinescope.pipeline.provisioning.PlannedChange;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.PolicyFiles;
import dev.kinescope.pipeline.provisioning.Provisioner;
import dev.kinescope.pipeline.provisioning.ResourceKind;
import dev.kinescope.pipeline.provisioning.ResourceState;
import dev.kinescope.pipeline.provisioning.ResourceStatus;
import dev.kinescope.pipeline.provisioning.Step;
import dev.kinescope.pipeline.provisioning.StepListener;
import dev.kinescope.pipeline.run.RunSummary.Verdict;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the whole pipeline once: creates what is missing, deploys, sends, and follows every record.
 */
public final class PipelineRun {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final Duration READY_WITHIN = Duration.ofMinutes(10);

    private final AwsSession session;
    private final Provisioner provisioner;
    private final Clock clock;
    private final Pause pause;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Makes one run; use it once. */
    public PipelineRun(AwsSession session, PolicyFiles policies, Clock clock, Pause pause) {
        this.session = session;
        this.provisioner = new Provisioner(session, policies, clock, pause);
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Runs to the end on the calling thread; interrupting it cancels.
     *
     * @throws InterruptedException when cancelled; what was done so far is kept
     * @throws ProblemException when a stage fails for good
     */
    public RunSummary run(RunSettings settings, RunListener listener) throws InterruptedException {
        var state = new RunState(clock, listener);
        provision(settings, state);
        waitUntilReady(settings.definition(), state);
        if (session.connection().isLocal()) {
            state.say("Waiting for records of before to arrive");
            new EarlierRecords(session, settings.definition(), clock, pause).await();
        }
        if (stopped.get()) {
            return unsent(settings, state);
        }
        state.enter(Stage.SEND);
        ProducerSettings producer = producerSettings(settings, state);
        var sight = new Sight(session, settings.definition(), clock);
        try (var sending = new Sending(session, clock, producer)) {
            follow(settings, state, sight, sending);
            var failure = sending.failure();
            if (failure.isPresent()) {
                throw failure.get();
            }
            return summary(settings, state, sight, sending.totals());
        }
    }

    /** Stopped before anything was sent: there is nothing to follow. */
    private RunSummary unsent(RunSettings settings, RunState state) {
        state.enter(Stage.DONE);
        var sight = new Sight(session, settings.definition(), clock);
        return summary(settings, state, sight, ProducerTotals.NONE);
    }

    /**
     * Sends nothing more, or nothing at all if sending has not begun, but still follows what was
     * sent; from any thread.
     */
    public void stopSending() {
        stopped.set(true);
    }

    private void provision(RunSettings settings, RunState state) throws InterruptedException {
        state.enter(Stage.CHECK);
        state.resources(provisioner.status(settings.definition()));
        Plan plan;
        try {
            plan = provisioner.plan(settings.definition(), settings.artifacts());
        } catch (IOException unreadable) {
            throw ProblemException.of("Read the functions' code", "", unreadable);
        }
        provisioner.apply(onlyWhatIsNeeded(plan), new Steps(state));
    }

    /** Changes other than to the functions are the person's to apply, in Provision. */
    private static Plan onlyWhatIsNeeded(Plan plan) {
        List<PlannedChange> needed =
                plan.changes().stream()
                        .filter(change ->
                                change.action() == Action.CREATE
                                        || change.kind() == ResourceKind.FUNCTION)
                        .toList();
        return new Plan(plan.definition(), plan.artifacts(), needed, plan.madeAt());
    }

    private record Steps(RunState state) implements StepListener {
        @Override
        public void started(Step step) {
            state.enter(step.kind() == ResourceKind.FUNCTION ? Stage.DEPLOY : Stage.CREATE);
            state.say(step.what() + " " + step.name());
        }

        @Override
        public void progress(Step step, String what) {
            state.say(step.what() + " " + step.name() + ": " + what);
        }

        @Override
        public void done(Step step, Duration took) {}

        @Override
        public void failed(Step step, AwsProblem problem, Duration took) {
            state.say(problem.headline());
        }
    }

    private void waitUntilReady(PipelineDefinition definition, RunState state)
            throws InterruptedException {
        state.enter(Stage.WAIT);
        Instant end = clock.instant().plus(READY_WITHIN);
        while (true) {
            PipelineStatus status = provisioner.status(definition);
            state.resources(status);
            if (status.isReady()) {
                return;
            }
            for (ResourceStatus resource : status.all()) {
                boolean late = clock.instant().isAfter(end) && !resource.is(ResourceState.READY);
                if (resource.is(ResourceState.FAILING) || late) {
                    throw new ProblemException(
                            new AwsProblem(
                                    "Wait for the " + resource.kind().words(),
                                    resource.name(),
                                    resource.state().name(),
                                    resource.detail().isEmpty()
                                            ? "It is " + resource.state()
                                            : resource.detail(),
                                    "Look at it in Provision, then run again.",
                                    ""),
                            null);
                }
            }
            state.say("Waiting until everything is ready");
            pause.forAbout(LOOK_AGAIN);
        }
    }

    private ProducerSettings producerSettings(RunSettings settings, RunState state) {
        ProducerSettings producer = settings.producer();
        if (settings.input().isEmpty()) {
            state.toSend(producer.count());
            return producer;
        }
        PostsFile input = settings.input().get();
        state.toSend(
                producer.count().isPresent() ? producer.count() : OptionalLong.of(input.posts()));
        state.say("Uploading " + input.file().getFileName());
        return producer.withPosts(
                input.upload(session, settings.definition().delivery().bucket()), producer.count());
    }

    /** Looks each second until all is accounted for, or nothing has moved for too long. */
    private void follow(RunSettings settings, RunState state, Sight sight, Sending sending)
            throws InterruptedException {
        // Our own cloud's metrics are there at once; an account's are minutes behind.
        boolean isPrompt = session.connection().isLocal();
        Instant moved = clock.instant();
        RunCounts before = state.counts();
        while (true) {
            if (stopped.get()) {
                sending.stop();
            }
            // Asked first: totals of a producer that is over are complete when they are read.
            boolean over = sending.isOver();
            if (over) {
                state.enter(Stage.FOLLOW);
            }
            RunCounts counts = sight.look(sending::totals);
            state.counted(
                    counts,
                    over && isPrompt ? Conservation.Sight.PROMPT : Conservation.Sight.LAGGING,
                    sight.arrivals(),
                    sight.warnings());
            if (!samePlaces(before, counts)) {
                moved = clock.instant();
                before = counts;
            }
            boolean patienceIsOver =
                    Duration.between(moved, clock.instant()).compareTo(settings.patience()) > 0;
            if (over && (isSettled(counts) || patienceIsOver)) {
                state.enter(Stage.DONE);
                state.counted(
                        counts,
                        Conservation.Sight.FINAL,
                        sight.arrivals(),
                        lastWarnings(sight, counts));
                return;
            }
            pause.forAbout(TICK);
        }
    }

    private static List<String> lastWarnings(Sight sight, RunCounts counts) {
        var warnings = new ArrayList<>(sight.warnings());
        if (counts.accepted() > 0 && !counts.read().hasData()) {
            warnings.add(
                    "CloudWatch never told how many records Firehose read: that count is not"
                            + " checked, only what came before and after it.");
        }
        return List.copyOf(warnings);
    }

    private static boolean isSettled(RunCounts counts) {
        return counts.ok().hasData()
                && counts.accepted() == counts.transformed()
                && (counts.accepted() == 0 || counts.read().hasData())
                && RunCounts.known(counts.read()) >= counts.accepted()
                && counts.lines() >= RunCounts.known(counts.ok())
                && counts.errorRecords() >= RunCounts.known(counts.processingFailed());
    }

    private static boolean samePlaces(RunCounts one, RunCounts other) {
        return one.sent() == other.sent()
                && one.read().value().equals(other.read().value())
                && one.transformed() == other.transformed()
                && one.lines() == other.lines()
                && one.errorRecords() == other.errorRecords();
    }

    private RunSummary summary(
            RunSettings settings, RunState state, Sight sight, ProducerTotals producer) {
        RunCounts counts = state.counts();
        Arrivals arrivals = sight.arrivals();
        Conservation conservation = Conservation.of(counts, Conservation.Sight.FINAL);
        long expectedRepeats =
                settings.input().map(input -> input.repeatedIdsAmong(producer.sent())).orElse(0L);
        long duplicates = Math.max(0, arrivals.repeatedIds() - expectedRepeats);
        long dropped = RunCounts.known(counts.dropped());
        long processingFailed = RunCounts.known(counts.processingFailed());
        long lost =
                Math.max(
                        0,
                        counts.accepted()
                                - (counts.lines() - duplicates)
                                - dropped
                                - processingFailed);
        long errorsMissing = Math.abs(processingFailed - counts.errorRecords());
        long unexplained = conservation.unexplained() + errorsMissing + counts.brokenLines();
        Map<Stage, Long> millis = new EnumMap<>(Stage.class);
        state.times().forEach((stage, time) -> millis.put(stage, time.toMillis()));
        return new RunSummary(
                counts.sent(),
                counts.accepted(),
                counts.failed(),
                counts.read().value().map(OptionalLong::of).orElse(OptionalLong.empty()),
                RunCounts.known(counts.ok()),
                dropped,
                processingFailed,
                counts.lines(),
                duplicates,
                producer.malformed(),
                producer.malformedLines(),
                arrivals.sentiment(),
                arrivals.keys(),
                millis,
                scorer(),
                !producer.done(),
                lost,
                unexplained,
                lost > 0
                        ? Verdict.LOST
                        : unexplained > 0 || duplicates > 0
                                ? Verdict.UNEXPLAINED
                                : Verdict.COMPLETE);
    }

    private String scorer() {
        return switch (session.connection()) {
            case Connection.Local _ -> "local";
            case Connection.AwsProfile _ -> "Amazon Comprehend";
            case Connection.Endpoint endpoint ->
                    "Comprehend at " + endpoint.endpoint().getAuthority();
        };
    }
}
