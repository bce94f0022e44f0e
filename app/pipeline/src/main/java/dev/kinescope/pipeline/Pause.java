package dev.kinescope.pipeline;

import java.time.Duration;

/** How work waits between two looks at something; tests put a clock to advance in its place. */
@FunctionalInterface
public interface Pause {

    /**
     * Waits.
     *
     * @throws InterruptedException when the work is cancelled meanwhile
     */
    void forAbout(Duration time) throws InterruptedException;

    /** Waits in real time. */
    static Pause real() {
        return Thread::sleep;
    }
}
