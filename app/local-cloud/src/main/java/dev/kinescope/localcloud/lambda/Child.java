package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.SdkBytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One execution environment: a process with a function's code, and its Runtime API. */
final class Child implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final long KILL_SECONDS = 5;

    /** As in Lambda, but for its layers. */
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    /** A day: its credentials, which are in its environment, must outlive it. */
    static final Duration MAX_AGE = Duration.ofHours(24);

    /**
     * What a child is started with.
     *
     * @param leadsGroup whether its process group is its own, and so all that it starts in it
     */
    record Plan(
            List<String> command,
            Path code,
            Path temporary,
            Map<String, String> environment,
            Duration initLimit,
            Output output,
            boolean leadsGroup,
            StartUp startUp) {}

    /** How the end of an invocation's output is known. */
    enum Output {
        /** The child's loop is ours and marks it. */
        MARKED,
        /** It is over when nothing more comes. */
        UNMARKED
    }

    private record Waiting(String requestId, CompletableFuture<Outcome> outcome) {}

    private final Clock clock;
    private final Scheduler scheduler;
    private final FunctionLog log;
    private final Path temporary;
    private final RuntimeEndpoint endpoint;
    private final Process process;
    private final ProcessTree tree;
    private final OutputPump output;
    private final Output outputEnds;
    private final StartUp startUp;
    private final Thread pump;
    private final Instant started;
    private final CompletableFuture<Instant> ready = new CompletableFuture<>();
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
    private final Duration initLimit;
    private volatile @Nullable Waiting waiting;
    private volatile boolean killedOnTaking;
    private boolean first = true;

    @SuppressWarnings(
            "ThisEscapedInObjectConstruction") // The endpoint's port is in the environment.
    private Child(Plan plan, FunctionLog log, Clock clock, Scheduler scheduler) throws IOException {
        this.clock = clock;
        this.scheduler = scheduler;
        this.log = log;
        this.temporary = plan.temporary();
        this.initLimit = plan.initLimit();
        this.endpoint = new RuntimeEndpoint(new Events());
        this.started = clock.instant();
        this.outputEnds = plan.output();
        this.startUp = plan.startUp();
        @Nullable ProcessTree made = null;
        boolean whole = false;
        try {
            Files.createDirectories(temporary);
            var builder =
                    new ProcessBuilder(plan.command())
                            .directory(plan.code().toFile())
                            .redirectErrorStream(true);
            inherit(builder.environment());
            builder.environment().putAll(plan.environment());
            for (String name : List.of("TMPDIR", "TEMP", "TMP")) {
                builder.environment().put(name, temporary.toString());
            }
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", endpoint.authority());
            this.process = builder.start();
            made = new ProcessTree(process, plan.leadsGroup());
            this.tree = made;
            this.output = new OutputPump(process.getInputStream(), log::write, log::marked);
            this.pump =
                    Thread.ofPlatform() // Reading a pipe would hold a virtual thread's carrier.
                            .daemon()
                            .name("function-output")
                            .start(() -> {
                                output.run();
                                log.closed();
                            });
            Thread.ofVirtual().name("function-exit").start(this::awaitExit);
            whole = true;
        } finally {
            if (!whole) {
                // Whatever went wrong, nothing of it may stay.
                if (made != null) {
                    made.kill();
                }
                endpoint.close();
                removeTemporary();
            }
        }
    }

    static Child start(Plan plan, FunctionLog log, Clock clock, Scheduler scheduler)
            throws IOException {
        return new Child(plan, log, clock, scheduler);
    }

    FunctionLog log() {
        return log;
    }

    /** Waits, for a bounded time, until all that the invocation has printed is in the log. */
    void awaitOutput(String requestId) throws InterruptedException {
        switch (outputEnds) {
            case MARKED -> log.awaitEnd(requestId);
            case UNMARKED -> output.awaitQuiet();
        }
    }

    /** Whether it has not yet been given an event. */
    boolean takeFirst() {
        boolean was = first;
        first = false;
        return was;
    }

    /**
     * Waits for the first poll.
     *
     * @return how the initialisation failed, or null when the child is ready
     */
    @Nullable Outcome awaitReady() throws InterruptedException {
        Scheduler.Cancellable limit =
                scheduler.after(initLimit, () -> ended.complete(new Outcome.TimedOut(initLimit)));
        try {
            return CompletableFuture.anyOf(ready, ended).get() instanceof Outcome failure
                    ? failure
                    : null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the futures are never completed with an error", e);
        } finally {
            limit.cancel();
        }
    }

    /** From the start of the process to its first poll. */
    Duration initDuration() {
        return Duration.between(started, ready.getNow(clock.instant()));
    }

    /**
     * Hands over an event and waits for its end, at most for the function's time-out.
     *
     * @param sabotage what is to go wrong on purpose; the answer is not listened to then
     */
    Outcome run(RuntimeEndpoint.Event event, Duration timeout, Optional<Sabotage> sabotage)
            throws InterruptedException {
        var mine = new Waiting(event.requestId(), new CompletableFuture<>());
        waiting = sabotage.isPresent() ? null : mine;
        killedOnTaking = sabotage.filter(Sabotage.CRASH::equals).isPresent();
        Scheduler.Cancellable limit =
                scheduler.after(
                        timeout,
                        () -> {
                            if (mine.outcome().complete(new Outcome.TimedOut(timeout))) {
                                // Ends the hand-over of an event that the child does not read.
                                endpoint.close();
                            }
                        });
        try {
            endpoint.offer(event);
            // An answer that came before the process ended counts.
            CompletableFuture.anyOf(mine.outcome(), ended).get();
            return mine.outcome().isDone() ? mine.outcome().join() : ended.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the futures are never completed with an error", e);
        } finally {
            limit.cancel();
            waiting = null;
        }
    }

    /** Whether it can take a further event. */
    boolean isUsable() {
        boolean young = Duration.between(started, clock.instant()).compareTo(MAX_AGE) < 0;
        return young && process.isAlive() && !ended.isDone();
    }

    /** The most memory the process has had, in MB, where the system tells (Linux). */
    OptionalLong peakMegabytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        try {
            String text = Files.readString(status, StandardCharsets.UTF_8);
            int from = text.indexOf("VmHWM:");
            int to = text.indexOf(" kB", Math.max(0, from));
            return from < 0 || to < 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(text.substring(from + 6, to).strip()) / 1024);
        } catch (IOException e) {
            LOG.debug("Process {} is gone: {}", process.pid(), e.getMessage());
            return OptionalLong.empty();
        }
    }

    /** It has answered its first event. */
    void served() {
        startUp.served();
    }

    /**
     * Its process ended before the first poll; whether another one may do better. Not when the
     * function's own code ended it: the JVM had come as far as its Runtime API.
     */
    boolean mayDoBetter(Outcome.Exited exit) {
        boolean bySignal = exit.status() >= 128;
        return (bySignal || !endpoint.wasReached()) && startUp.failed();
    }

    /** Ends it as if the local cloud ended, so that the JVM can finish what it writes. */
    void end() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("Process {} is killed", process.pid());
            }
        } catch (IOException e) {
            LOG.debug("Process {} is gone already: {}", process.pid(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Kills the process with all it started. */
    void kill() {
        tree.kill();
    }

    @Override
    public void close() {
        kill();
        endpoint.close();
        try {
            if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Process {} of a function did not end when killed", process.pid());
            }
            pump.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        startUp.ended();
        removeTemporary();
    }

    private void removeTemporary() {
        try {
            CodeStore.deleteTree(temporary);
        } catch (IOException e) {
            LOG.warn("The directory {} was not removed: {}", temporary, e.getMessage());
        }
    }

    /** Nothing of this process's environment but what Windows cannot do without. */
    static void inherit(Map<String, String> environment) {
        var kept = new java.util.HashMap<String, String>();
        if (Runtimes.isWindows()) {
            for (String name : List.of("PATH", "SystemRoot", "SystemDrive")) {
                String value = environment.get(name);
                if (value != null) {
                    kept.put(name, value);
                }
            }
        } else {
            kept.put("PATH", PATH);
        }
        environment.clear();
        environment.putAll(kept);
    }

    private void awaitExit() {
        try {
            ended.complete(new Outcome.Exited(process.waitFor()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Events implements RuntimeEndpoint.Listener {
        @Override
        public void polled() {
            ready.complete(clock.instant());
        }

        @Override
        public void taken(String requestId) {
            if (killedOnTaking) {
                kill();
            }
        }

        @Override
        public void answered(String requestId, SdkBytes payload) {
            finish(requestId, new Outcome.Answered(payload));
        }

        @Override
        public void failed(String requestId, SdkBytes error, String errorType) {
            boolean livesOn = !errorType.equals(OutOfMemoryError.class.getName());
            finish(requestId, new Outcome.Failed(error, livesOn));
        }

        @Override
        public void initFailed(SdkBytes error) {
            ended.complete(new Outcome.InitFailed(error));
        }

        private void finish(String requestId, Outcome outcome) {
            Waiting current = waiting;
            if (current != null && current.requestId().equals(requestId)) {
                current.outcome().complete(outcome);
            }
        }
    }
}
