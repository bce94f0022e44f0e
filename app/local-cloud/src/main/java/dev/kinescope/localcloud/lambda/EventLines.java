package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Events that wait for their turn, in a line for each version of a function: as many are at work at
 * a time as the function can have, and the next one follows as soon as one is done.
 */
final class EventLines {
    /** How soon a line looks for room again when other callers have taken it. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * An event in line.
     *
     * @param failures how often the function has failed with it
     * @param delays how often it could not be run at all
     */
    record Waiting(String requestId, FunctionName function, int failures, int delays) {
        Waiting failed() {
            return new Waiting(requestId, function, failures + 1, 0);
        }

        Waiting delayed() {
            return new Waiting(requestId, function, failures, delays + 1);
        }
    }

    private static final class Line {
        private final Deque<Waiting> events = new ArrayDeque<>();
        private int workers;

        /** Whether more workers are started only after a while. */
        private boolean pausing;
    }

    private final Scheduler scheduler;
    private final ToIntFunction<FunctionName> most;
    private final Predicate<Waiting> work;
    private final Map<FunctionName, Line> lines = new HashMap<>();
    private boolean closed;

    /**
     * Lines that are empty.
     *
     * @param most how many events of a function may be at work at a time
     * @param work deals with an event, or answers false if there is no room for it now: then it
     *     stays the first in line
     */
    EventLines(Scheduler scheduler, ToIntFunction<FunctionName> most, Predicate<Waiting> work) {
        this.scheduler = scheduler;
        this.most = most;
        this.work = work;
    }

    /** Puts an event at the end of its line. */
    void add(Waiting event) {
        synchronized (this) {
            lines.computeIfAbsent(event.function(), _ -> new Line()).events.addLast(event);
        }
        start(event.function());
    }

    /** As many workers as there is work for. */
    private void start(FunctionName function) {
        int bound = Math.max(1, most.applyAsInt(function));
        synchronized (this) {
            Line line = lines.get(function);
            if (line == null || line.pausing || closed) {
                return;
            }
            int more = Math.min(line.events.size(), bound - line.workers);
            for (int i = 0; i < more; i++) {
                line.workers++;
                Thread.ofVirtual().name("function-event").start(() -> drain(function, line));
            }
        }
    }

    private void drain(FunctionName function, Line line) {
        try {
            for (Waiting next = next(line); next != null; next = next(line)) {
                if (!work.test(next)) {
                    pause(line, next);
                    return;
                }
            }
        } finally {
            end(function, line);
        }
    }

    private synchronized @Nullable Waiting next(Line line) {
        return closed ? null : line.events.pollFirst();
    }

    /** The other workers go on: only this one found no room. */
    private void pause(Line line, Waiting event) {
        synchronized (this) {
            line.events.addFirst(event);
            if (line.pausing) {
                return;
            }
            line.pausing = true;
        }
        scheduler.after(PAUSE, () -> goOn(event.function(), line));
    }

    private void goOn(FunctionName function, Line line) {
        synchronized (this) {
            line.pausing = false;
            removeIfDone(function, line);
        }
        start(function);
    }

    private void end(FunctionName function, Line line) {
        synchronized (this) {
            line.workers--;
            removeIfDone(function, line);
        }
        // One may have come after this worker had looked for the last time.
        start(function);
    }

    private synchronized void removeIfDone(FunctionName function, Line line) {
        if (line.events.isEmpty() && line.workers == 0 && !line.pausing) {
            lines.remove(function, line);
        }
    }

    /** Starts nothing more. */
    synchronized void close() {
        closed = true;
    }
}
