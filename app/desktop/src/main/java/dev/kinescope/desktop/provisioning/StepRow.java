package dev.kinescope.desktop.provisioning;

import dev.kinescope.pipeline.provisioning.Step;

import java.time.Duration;

/**
 * One step of applying or tearing down as it stands.
 *
 * @param message what it is waiting for or doing now; empty when there is nothing to say
 * @param took measured here; zero while it runs
 */
record StepRow(Step step, State state, String message, Duration took) {
    /** How far the step is. */
    enum State {
        RUNNING,
        DONE,
        FAILED,
        STOPPED
    }

    static StepRow started(Step step) {
        return new StepRow(step, State.RUNNING, "", Duration.ZERO);
    }

    StepRow doing(String what) {
        return new StepRow(step, State.RUNNING, what, Duration.ZERO);
    }

    StepRow ended(State end, Duration time) {
        return new StepRow(step, end, "", time);
    }
}
