package dev.kinescope.desktop.activity;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Sums up some calls.
 *
 * @param median and {@code p95}: by nearest rank, of all of them; empty without calls
 */
record CallStatistics(
        int calls, int failed, int retried, Optional<Duration> median, Optional<Duration> p95) {

    static CallStatistics of(Collection<LoggedCall> calls) {
        List<Duration> sorted = calls.stream().map(call -> call.call().took()).sorted().toList();
        return new CallStatistics(
                calls.size(),
                (int) calls.stream().filter(LoggedCall::failed).count(),
                (int) calls.stream().filter(call -> call.call().attempts() > 1).count(),
                rank(sorted, 0.5),
                rank(sorted, 0.95));
    }

    private static Optional<Duration> rank(List<Duration> sorted, double share) {
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(sorted.get((int) Math.ceil(share * sorted.size()) - 1));
    }
}
