package dev.kinescope.localcloud.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A clock and a scheduler that stand still until a test advances them; work runs on its thread. */
public final class ManualTime extends Clock implements Scheduler {
    private record Due(Instant at, long order, Runnable work) {}

    private final ConcurrentLinkedQueue<Due> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong order = new AtomicLong();
    private volatile Instant now;

    public ManualTime(Instant start) {
        this.now = start;
    }

    /** Moves time on, running everything that falls due on the way, in order, at its own time. */
    public void advance(Duration by) {
        Instant end = now.plus(by);
        for (Optional<Due> next = nextUntil(end); next.isPresent(); next = nextUntil(end)) {
            Due due = next.get();
            if (waiting.remove(due)) {
                now = due.at().isAfter(now) ? due.at() : now;
                due.work().run();
            }
        }
        now = end;
    }

    private Optional<Due> nextUntil(Instant end) {
        return waiting.stream()
                .filter(due -> !due.at().isAfter(end))
                .min(Comparator.comparing(Due::at).thenComparing(Due::order));
    }

    @Override
    public Cancellable after(Duration delay, Runnable work) {
        var due = new Due(now.plus(delay), order.getAndIncrement(), work);
        waiting.add(due);
        return () -> waiting.remove(due);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(now, zone);
    }
}
