package dev.kinescope.localcloud.bench;

import dev.kinescope.localcloud.bench.BenchStream.Found;
import dev.kinescope.localcloud.bench.Load.Round;

import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;

/**
 * The rates of all endpoints, in rounds that take turns: what the machine does to one round it does
 * to its neighbours, and each round is compared with the canned one of the same turn.
 */
final class RateCases {
    /** What one turn of the warm-up takes at most: a store in memory must not fill up. */
    private static final Duration WARM_UP_TURN = Duration.ofSeconds(10);

    private final int rounds;
    private final Duration time;
    private final Duration warmUp;

    RateCases(int rounds, Duration time, Duration warmUp) {
        this.rounds = rounds;
        this.time = time;
        this.warmUp = warmUp;
    }

    /** Measures and prints one case: the canned server first, then every other target. */
    void run(KinesisCase bench, Target canned, List<Target> targets)
            throws InterruptedException, ExecutionException {
        var clients = new LinkedHashMap<Target, KinesisClient>();
        targets.forEach(target -> clients.put(target, target.client(KinesisClient.builder())));
        var results = new LinkedHashMap<Target, List<KinesisCase.Result>>();
        targets.forEach(target -> results.put(target, new ArrayList<>()));
        var best = new ArrayList<Round>();
        var failures = new LinkedHashMap<Target, String>();
        try (KinesisClient cannedClient = canned.client(KinesisClient.builder())) {
            // The first turns warm all of them up: the JVM's compilers need their time.
            int warmUps = (int) Math.max(1, warmUp.plus(WARM_UP_TURN).dividedBy(WARM_UP_TURN));
            for (int turn = 1 - warmUps; turn <= rounds; turn++) {
                var load = new Load(Sizes.THREADS, turn <= 0 ? warmUp.dividedBy(warmUps) : time);
                Round round = bench.onCanned(load, canned, cannedClient).round();
                if (turn > 0) {
                    best.add(round);
                }
                for (Map.Entry<Target, KinesisClient> each : clients.entrySet()) {
                    Target target = each.getKey();
                    if (failures.containsKey(target)) {
                        continue;
                    }
                    try {
                        String name = "bench-" + bench.operation() + "-" + (turn + warmUps);
                        KinesisCase.Result result = bench.on(load, target, each.getValue(), name);
                        if (turn > 0) {
                            results.get(target).add(result);
                        }
                    } catch (RuntimeException | ExecutionException e) {
                        failures.put(target, String.valueOf(e.getMessage()));
                    }
                }
            }
        } finally {
            clients.values().forEach(KinesisClient::close);
        }
        print(line(bench, canned.name()), best);
        for (Target target : targets) {
            Line line = line(bench, target.name());
            if (failures.containsKey(target)) {
                line.with("failed", failures.get(target)).print();
            } else {
                print(line, bench, results.get(target), best);
            }
        }
    }

    private Line line(KinesisCase bench, String target) {
        Line line = new Line(bench.operation(), target).with("threads", (Object) Sizes.THREADS);
        switch (bench) {
            case PUT_RECORDS -> line.with("batch", (Object) Sizes.BATCH);
            case GET_RECORDS -> line.with("limit", (Object) Sizes.READ);
            case PUT_RECORD -> {}
        }
        return line.with("bytes", (Object) Sizes.BYTES)
                .with("shards", (Object) Sizes.SHARDS)
                .with("rounds", (Object) rounds)
                .with("seconds", (Object) time.toSeconds());
    }

    private static Line numbers(Line line, List<Round> rounds) {
        return line.with("records_per_s", median(rounds, Round::recordsPerSecond))
                .with("calls_per_s", median(rounds, Round::callsPerSecond))
                .with("p50_ms", median(rounds, Round::p50))
                .with("p99_ms", median(rounds, Round::p99))
                .with("server_cpu_us_per_call", median(rounds, Round::serverMicros));
    }

    private static void print(Line line, List<Round> rounds) {
        numbers(line, rounds).print();
    }

    private static void print(
            Line line, KinesisCase bench, List<KinesisCase.Result> results, List<Round> best) {
        numbers(line, results.stream().map(KinesisCase.Result::round).toList());
        var ratios = new ArrayList<Double>();
        var found = new Found(0, 0, 0, 0);
        for (int i = 0; i < results.size(); i++) {
            ratios.add(results.get(i).round().recordsPerSecond() / best.get(i).recordsPerSecond());
            found = found.plus(results.get(i).found());
        }
        line.with("of_canned", Line.median(ratios)).with("aim", bench.aim());
        if (bench != KinesisCase.GET_RECORDS) {
            line.with("read_back", (Object) found.records())
                    .with("lost", (Object) found.lost())
                    .with("duplicates", (Object) found.duplicates())
                    .with("reordered", (Object) found.reordered());
        }
        line.print();
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> number) {
        return Line.median(rounds.stream().map(number::applyAsDouble).toList());
    }
}
