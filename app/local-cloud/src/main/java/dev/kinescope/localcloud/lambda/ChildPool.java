package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The children of one version of a function: warm ones are used again, their number is bounded. */
final class ChildPool implements AutoCloseable {

    /** Starts a further child. */
    @FunctionalInterface
    interface Starter {
        Child start() throws IOException;
    }

    private record Idle(Child child, Scheduler.Cancellable end) {}

    private final Starter starter;
    private final Scheduler scheduler;
    private final Duration idleTime;
    private final int bound;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Set<Child> busy = new HashSet<>();
    private int starting;
    private boolean closed;
    private boolean killed;

    ChildPool(Starter starter, Scheduler scheduler, Duration idleTime, int bound) {
        this.starter = starter;
        this.scheduler = scheduler;
        this.idleTime = idleTime;
        this.bound = bound;
    }

    /**
     * A warm child, or a new one.
     *
     * @throws software.amazon.awssdk.services.lambda.model.TooManyRequestsException at the bound
     * @throws software.amazon.awssdk.services.lambda.model.LambdaException once it was killed
     */
    Child take() throws IOException {
        List<Child> unusable = new ArrayList<>();
        try {
            Child warm = warm(unusable);
            if (warm != null) {
                return warm;
            }
        } finally {
            unusable.forEach(Child::close);
        }
        return startOne();
    }

    /** A warm child, or null when one is to be started, which is counted already. */
    private synchronized @Nullable Child warm(List<Child> unusable) {
        if (killed) {
            throw LambdaErrors.ending();
        }
        for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            next.end().cancel();
            if (next.child().isUsable()) {
                busy.add(next.child());
                return next.child();
            }
            unusable.add(next.child());
        }
        if (busy.size() + starting >= bound) {
            throw LambdaErrors.throttled();
        }
        starting++;
        return null;
    }

    private Child startOne() throws IOException {
        try {
            Child child = starter.start();
            synchronized (this) {
                if (!killed) {
                    busy.add(child);
                    return child;
                }
            }
            child.close();
            throw LambdaErrors.ending();
        } finally {
            synchronized (this) {
                starting--;
            }
        }
    }

    /** How many are at work now. */
    synchronized int busy() {
        return busy.size() + starting;
    }

    /** Takes a child back for the next event, or ends it when the pool is closed. */
    void giveBack(Child child) {
        synchronized (this) {
            busy.remove(child);
            if (!closed) {
                idle.addFirst(new Idle(child, scheduler.after(idleTime, () -> endIfIdle(child))));
                return;
            }
        }
        child.close();
    }

    /** Ends a child that cannot go on. */
    void drop(Child child) {
        synchronized (this) {
            busy.remove(child);
        }
        child.close();
    }

    private void endIfIdle(Child child) {
        synchronized (this) {
            if (!idle.removeIf(each -> each.child() == child)) {
                return;
            }
        }
        child.end();
    }

    /** Ends what is idle now and what is busy when it is done; it still serves late callers. */
    @Override
    public void close() {
        List<Idle> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(idle);
            idle.clear();
        }
        for (Idle each : ending) {
            each.end().cancel();
            each.child().close();
        }
    }

    /** Kills all children at once, at work or not. */
    void kill() {
        List<Child> working;
        synchronized (this) {
            killed = true;
            working = List.copyOf(busy);
        }
        working.forEach(Child::kill);
        close();
    }
}
