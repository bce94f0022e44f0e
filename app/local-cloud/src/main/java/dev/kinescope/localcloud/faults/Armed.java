package dev.kinescope.localcloud.faults;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** A fault that is set, with its counts. */
final class Armed {
    private final String id;
    private final Fault fault;
    private final ConcurrentHashMap<String, Counter> counters = new ConcurrentHashMap<>();
    private final LongAdder seen = new LongAdder();
    private final LongAdder struck = new LongAdder();
    private final AtomicLong records = new AtomicLong();

    Armed(String id, Fault fault) {
        this.id = id;
        this.fault = fault;
    }

    String id() {
        return id;
    }

    Fault fault() {
        return fault;
    }

    /** Decides on the next thing of a resource that could be struck. */
    boolean strikes(String resource) {
        boolean strikes =
                counters.computeIfAbsent(resource, _ -> new Counter()).next(fault.when(), resource);
        seen.increment();
        if (strikes) {
            struck.increment();
        }
        return strikes;
    }

    /** Counts records on the way to a reshard; the sum so far. */
    long countRecords(long more) {
        seen.add(more);
        return records.addAndGet(more);
    }

    /** Whether the first to ask, so that something is done once. */
    boolean claimOnce() {
        return counters.putIfAbsent("", new Counter()) == null;
    }

    /** Lets the next one try again. */
    void giveUpClaim() {
        counters.remove("");
    }

    void struckOnce() {
        struck.increment();
    }

    Setting setting() {
        return new Setting(id, fault, seen.sum(), struck.sum());
    }

    private static final class Counter {
        private long seen;
        private long struck;

        synchronized boolean next(When when, String resource) {
            seen++;
            if (struck >= when.most() || !when.strikes(resource, seen)) {
                return false;
            }
            struck++;
            return true;
        }
    }
}
