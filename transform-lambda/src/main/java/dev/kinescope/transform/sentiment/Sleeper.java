package dev.kinescope.transform.sentiment;

import java.time.Duration;

/** Waiting, as a port, so that tests advance a clock instead. */
@FunctionalInterface
public interface Sleeper {
    /** Waits for {@code duration}. */
    void sleep(Duration duration) throws InterruptedException;
}
