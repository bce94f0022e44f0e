package dev.kinescope.localcloud.faults;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Clocks as servers tell them. */
final class Clocks {
    private Clocks() {}

    /** The clock that an HTTP Date header shows now; the given one if it shows none. */
    static Clock of(String date, Clock otherwise) {
        try {
            var theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Clock.offset(
                    otherwise, Duration.between(otherwise.instant(), theirs.toInstant()));
        } catch (DateTimeException e) {
            return otherwise;
        }
    }
}
