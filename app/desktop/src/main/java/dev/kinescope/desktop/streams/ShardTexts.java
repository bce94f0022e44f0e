package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.Measured;
import dev.kinescope.pipeline.streams.StreamMetrics;
import dev.kinescope.pipeline.streams.StreamOverview;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The words of the Shards view: captions that name source and age, and CloudWatch's figures. */
final class ShardTexts {
    private final Clock clock;

    ShardTexts(Clock clock) {
        this.clock = clock;
    }

    /** Mode, shards and rate in one line. */
    String headline(Round.Watched round) {
        StreamOverview stream = round.overview();
        List<Double> rates =
                round.shards().stream()
                        .map(row -> row.sample().recordsPerSecond())
                        .flatMap(Optional::stream)
                        .toList();
        String status =
                stream.status().equals("ACTIVE")
                        ? ""
                        : stream.status().toLowerCase(Locale.ROOT) + " · ";
        String shards =
                mode(stream.mode())
                        + " · "
                        + stream.openShards()
                        + " open, "
                        + stream.closedShards()
                        + " closed";
        if (rates.isEmpty()) {
            return status + shards + " · measuring the rate";
        }
        double sum = rates.stream().mapToDouble(Double::doubleValue).sum();
        String seen =
                rates.size() < stream.openShards()
                        ? " from " + rates.size() + " of " + stream.openShards() + " shards"
                        : "";
        return status + shards + " · " + Numbers.amount(sum) + " records/s in" + seen;
    }

    private static String mode(String mode) {
        return mode.equals("ON_DEMAND") ? "on demand" : mode.toLowerCase(Locale.ROOT);
    }

    /** Where the samples come from and how old they are; the time alone once the view stands. */
    String sampled(Instant at, boolean paused, String clockTime) {
        return "Sampled here, " + (paused ? "paused at " + clockTime : Numbers.ago(age(at)));
    }

    /** How long ago that was; never negative. */
    Duration age(Instant at) {
        Duration age = Duration.between(at, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Where the figures come from and how old the newest of them is. */
    String cloudWatch(StreamMetrics metrics) {
        return all(metrics)
                .filter(Measured::hasData)
                .map(Measured::at)
                .max(Instant::compareTo)
                .map(at -> "CloudWatch 1-min, " + Numbers.ago(age(at)))
                .orElse("CloudWatch 1-min, no data yet");
    }

    /** CloudWatch's numbers of the whole stream. */
    List<Figure> figures(StreamMetrics metrics) {
        return List.of(
                figure("Records in", metrics.incomingRecords(), v -> Numbers.amount(v) + "/min"),
                figure("Bytes in", metrics.incomingBytes(), v -> Numbers.bytes(v) + "/min"),
                figure(
                        "Iterator age",
                        metrics.iteratorAgeMillis(),
                        v -> Numbers.duration(Duration.ofMillis(Math.round(v)))),
                figure("Records read", metrics.recordsRead(), v -> Numbers.amount(v) + "/min"),
                figure("Writes refused", metrics.writeThrottled(), v -> Numbers.amount(v) + "/min"),
                figure("Reads refused", metrics.readThrottled(), v -> Numbers.amount(v) + "/min"));
    }

    private Figure figure(String name, Measured<Double> measured, Function<Double, String> words) {
        return new Figure(
                name,
                measured.value().map(words).orElse("no data"),
                measured.source().words() + ", " + Numbers.ago(age(measured.at())));
    }

    private static Stream<Measured<Double>> all(StreamMetrics metrics) {
        return Stream.of(
                metrics.incomingRecords(),
                metrics.incomingBytes(),
                metrics.iteratorAgeMillis(),
                metrics.writeThrottled(),
                metrics.readThrottled(),
                metrics.recordsRead());
    }
}
