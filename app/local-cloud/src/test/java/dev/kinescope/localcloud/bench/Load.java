package dev.kinescope.localcloud.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** So many threads that call as fast as they are answered. */
record Load(int threads, Duration time) {

    /** One call after the other; returns how many records it moved. */
    @FunctionalInterface
    interface Calls {
        int next() throws Exception;
    }

    /**
     * What one round came to: rates per second, latencies in milliseconds, and the processor time
     * of the server in microseconds a call (0 if it is not known).
     */
    record Round(
            double recordsPerSecond,
            double callsPerSecond,
            double p50,
            double p99,
            double serverMicros) {}

    /** Runs one round; each thread has calls of its own, by its number. */
    Round run(Target target, IntFunction<Calls> calls)
            throws InterruptedException, ExecutionException {
        var start = new CyclicBarrier(threads);
        var work = new ArrayList<Callable<Tally>>();
        for (int i = 0; i < threads; i++) {
            Calls mine = calls.apply(i);
            work.add(() -> {
                start.await();
                return new Tally().run(mine, time.toNanos());
            });
        }
        Optional<Duration> before = target.processorTime();
        var done = new ArrayList<Tally>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (Future<Tally> future : pool.invokeAll(work)) {
                done.add(future.get());
            }
        }
        double nanos =
                before.flatMap(then -> target.processorTime().map(now -> now.minus(then)))
                        .map(Duration::toNanos)
                        .orElse(0L);
        return round(done, nanos / 1000);
    }

    private static Round round(List<Tally> done, double serverMicros) {
        double records = 0;
        double calls = 0;
        int count = 0;
        for (Tally thread : done) {
            records += thread.records * 1e9 / thread.nanos;
            calls += thread.count * 1e9 / thread.nanos;
            count += thread.count;
        }
        var all = new long[count];
        int at = 0;
        for (Tally thread : done) {
            System.arraycopy(thread.latencies, 0, all, at, thread.count);
            at += thread.count;
        }
        Arrays.sort(all);
        return new Round(
                records,
                calls,
                quantile(all, 0.5),
                quantile(all, 0.99),
                serverMicros / Math.max(1, count));
    }

    private static double quantile(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))] / 1e6;
    }

    /** What one thread has seen. */
    private static final class Tally {
        private long[] latencies = new long[4096];
        private int count;
        private long records;
        private long nanos;

        Tally run(Calls calls, long time) throws Exception {
            long begun = System.nanoTime();
            long now = begun;
            while (now - begun < time) {
                records += calls.next();
                long after = System.nanoTime();
                if (count == latencies.length) {
                    latencies = Arrays.copyOf(latencies, count * 2);
                }
                latencies[count++] = after - now;
                now = after;
            }
            nanos = now - begun;
            return this;
        }
    }
}
