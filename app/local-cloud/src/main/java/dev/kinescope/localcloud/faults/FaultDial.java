package dev.kinescope.localcloud.faults;

import dev.kinescope.localcloud.time.Scheduler;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Which faults are set in a local cloud, and how often each has struck; kept in memory only. */
public final class FaultDial implements AutoCloseable {
    private final List<Armed> armed = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private final Pauses pauses;
    private volatile Consumer<FaultDial> listener = _ -> {};

    /** A dial with nothing set, whose delays are the scheduler's. */
    public FaultDial(Scheduler scheduler) {
        this.pauses = new Pauses(scheduler);
    }

    /** Tells of every change from now on, and of what is set now. */
    public void whenChanged(Consumer<FaultDial> newListener) {
        listener = newListener;
        newListener.accept(this);
    }

    /**
     * Sets a fault beside those that are set; it counts from now.
     *
     * @return the id that clears it
     */
    public String set(Fault fault) {
        String id = "fault-" + ids.incrementAndGet();
        armed.add(new Armed(id, fault));
        listener.accept(this);
        return id;
    }

    /**
     * Clears one fault, letting go on what it holds up.
     *
     * @return false if there is none of that id
     */
    public boolean clear(String id) {
        boolean cleared = armed.removeIf(each -> each.id().equals(id));
        pauses.release(id);
        listener.accept(this);
        return cleared;
    }

    /** Clears every fault. */
    public void clear() {
        armed.forEach(each -> clear(each.id()));
    }

    /** What is set, in the order in which it was. */
    public List<Setting> settings() {
        return armed.stream().map(Armed::setting).toList();
    }

    /**
     * By how much the endpoint's clock is wrong now: all {@link Fault.SkewClock} together, within
     * its bounds.
     */
    public Duration skew() {
        Duration sum = Duration.ZERO;
        for (Armed each : armed) {
            if (each.fault() instanceof Fault.SkewClock(Duration by)) {
                sum = sum.plus(by);
            }
        }
        Duration most = Fault.SkewClock.MOST;
        return sum.compareTo(most) > 0
                ? most
                : sum.compareTo(most.negated()) < 0 ? most.negated() : sum;
    }

    /** How long roles take now: the longest {@link Fault.DelayRoles}, zero without one. */
    public Duration roleDelay() {
        return armed.stream()
                .map(Armed::fault)
                .filter(Fault.DelayRoles.class::isInstance)
                .map(fault -> ((Fault.DelayRoles) fault).delay())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    List<Armed> armed() {
        return armed;
    }

    Pauses pauses() {
        return pauses;
    }

    /** Lets go on everything that is held up. */
    @Override
    public void close() {
        armed.clear();
        pauses.close();
    }
}
