package dev.kinescope.localcloud.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the local cloud and, beside it in the same turns, any other endpoint: one line of JSON
 * for each case. The system properties that it reads are in {@code app/docs/benchmarks.md}.
 */
public final class Bench {
    private static final String EVERYTHING = "rates,end-to-end,start,memory";

    private Bench() {}

    /** Runs all cases, or those that {@code bench.cases} names. */
    public static void main(String[] arguments) throws Exception {
        Path work = Files.createTempDirectory("kinescope-bench-");
        try {
            run(
                    new Distribution(
                            Path.of(System.getProperty("bench.home")), work.resolve("cache")),
                    work);
        } finally {
            delete(work);
        }
    }

    private static void run(Distribution distribution, Path work) throws Exception {
        Set<String> cases =
                Arrays.stream(text("bench.cases", EVERYTHING).split(",", -1))
                        .collect(Collectors.toSet());
        var given = new ArrayList<Target>();
        String endpoint = text("endpoint", "");
        if (!endpoint.isEmpty()) {
            given.add(Target.given(URI.create(endpoint)));
        }
        List<KinesisCase> rates =
                Arrays.stream(KinesisCase.values())
                        .filter(each -> cases.contains("rates") || cases.contains(each.operation()))
                        .toList();
        if (!rates.isEmpty()) {
            rates(rates, distribution, work, given);
        }
        if (cases.contains("end-to-end")) {
            var bench = new EndToEnd(distribution, number("bench.records", 100_000));
            try (ServerProcess own = distribution.start("kinescope")) {
                bench.run(own.target());
            }
            given.forEach(bench::run);
        }
        var processes = new ProcessCases(distribution, number("bench.starts", 7));
        if (cases.contains("start")) {
            processes.start();
        }
        if (cases.contains("memory")) {
            processes.rest();
        }
    }

    private static void rates(
            List<KinesisCase> cases, Distribution distribution, Path work, List<Target> given)
            throws IOException, InterruptedException, ExecutionException {
        String data = work.resolve("data").toString();
        try (ServerProcess own = distribution.start("kinescope");
                ServerProcess kept =
                        distribution.start("kinescope, data directory", "--data", data);
                ServerProcess canned = distribution.startCanned(own.jvmOptions())) {
            var targets = new ArrayList<Target>(List.of(own.target(), kept.target()));
            targets.addAll(given);
            var rates =
                    new RateCases(
                            number("bench.rounds", 5),
                            Duration.ofSeconds(number("bench.seconds", 3)),
                            Duration.ofSeconds(number("bench.warmup", 45)));
            for (KinesisCase each : cases) {
                rates.run(each, canned.target(), targets);
            }
        }
    }

    private static String text(String property, String otherwise) {
        String value = System.getProperty(property, "");
        return value.isEmpty() ? otherwise : value;
    }

    private static int number(String property, int otherwise) {
        return Integer.parseInt(text(property, Integer.toString(otherwise)));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
