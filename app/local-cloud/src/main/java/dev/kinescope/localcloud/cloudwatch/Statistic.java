package dev.kinescope.localcloud.cloudwatch;

import org.jspecify.annotations.Nullable;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked of observations: one of the five statistics, or a percentile.
 *
 * @param percent of a percentile, else 0
 */
record Statistic(Kind kind, double percent) {
    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,3}(?:\\.\\d{1,10})?)");

    enum Kind {
        SAMPLE_COUNT,
        AVERAGE,
        SUM,
        MINIMUM,
        MAXIMUM,
        PERCENTILE
    }

    /** Reads a name as CloudWatch writes it. */
    static Statistic of(@Nullable String name) {
        return switch (name) {
            case "SampleCount" -> new Statistic(Kind.SAMPLE_COUNT, 0);
            case "Average" -> new Statistic(Kind.AVERAGE, 0);
            case "Sum" -> new Statistic(Kind.SUM, 0);
            case "Minimum" -> new Statistic(Kind.MINIMUM, 0);
            case "Maximum" -> new Statistic(Kind.MAXIMUM, 0);
            case null -> throw Faults.validation("The parameter Stat is required.");
            default -> percentile(name);
        };
    }

    /** Reads a percentile such as {@code p99.9}. */
    static Statistic percentile(String name) {
        Matcher matcher = PERCENTILE.matcher(name);
        double percent = matcher.matches() ? Double.parseDouble(matcher.group(1)) : -1;
        if (percent < 0 || percent > 100) {
            throw Faults.invalidValue(
                    "The local cloud offers the statistics SampleCount, Average, Sum, Minimum,"
                            + " Maximum and percentiles from p0 to p100, not "
                            + name
                            + ".");
        }
        return new Statistic(Kind.PERCENTILE, percent);
    }

    /** The value for observations of which there is at least one; empty if it is not known. */
    OptionalDouble value(Observed observed) {
        return switch (kind) {
            case SAMPLE_COUNT -> OptionalDouble.of(observed.count());
            case AVERAGE -> OptionalDouble.of(observed.sum() / observed.count());
            case SUM -> OptionalDouble.of(observed.sum());
            case MINIMUM -> OptionalDouble.of(observed.minimum());
            case MAXIMUM -> OptionalDouble.of(observed.maximum());
            case PERCENTILE ->
                    observed.percentilesKnown()
                            ? OptionalDouble.of(observed.percentile(percent))
                            : OptionalDouble.empty();
        };
    }
}
