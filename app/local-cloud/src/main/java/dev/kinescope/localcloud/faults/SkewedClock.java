package dev.kinescope.localcloud.faults;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The endpoint's idea of the time: the cloud's clock, wrong by what the dial says. */
public final class SkewedClock extends Clock {
    private final Clock clock;
    private final FaultDial dial;

    public SkewedClock(Clock clock, FaultDial dial) {
        this.clock = clock;
        this.dial = dial;
    }

    @Override
    public Instant instant() {
        return clock.instant().plus(dial.skew());
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SkewedClock(clock.withZone(zone), dial);
    }
}
