package dev.kinescope.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A number with its source and time; no data is an empty value, which is not zero.
 *
 * @param at the time that the value stands for, or when it was asked for if there is none
 */
public record Measured<T>(Optional<T> value, Source source, Instant at) {

    public static <T> Measured<T> of(T value, Source source, Instant at) {
        return new Measured<>(Optional.of(value), source, at);
    }

    /** Asked for, but the source has no data. */
    public static <T> Measured<T> noData(Source source, Instant askedAt) {
        return new Measured<>(Optional.empty(), source, askedAt);
    }

    public boolean hasData() {
        return value.isPresent();
    }

    /** How old it is by this clock; never negative. */
    public Duration age(Clock clock) {
        Duration age = Duration.between(at, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** The same measurement in another unit or type. */
    public <R> Measured<R> map(Function<? super T, ? extends R> change) {
        return new Measured<>(value.map(change), source, at);
    }
}
