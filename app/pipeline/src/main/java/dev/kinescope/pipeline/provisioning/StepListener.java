package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.connection.AwsProblem;

import java.time.Duration;

/** Hears each step of the work, on the thread that does it. */
public interface StepListener {
    void started(Step step);

    /** What it is waiting for or doing now, to show as it is. */
    void progress(Step step, String what);

    void done(Step step, Duration took);

    /** The work ends here; steps done before stay done. */
    void failed(Step step, AwsProblem problem, Duration took);

    /** Hears nothing. */
    static StepListener none() {
        return new StepListener() {
            @Override
            public void started(Step step) {}

            @Override
            public void progress(Step step, String what) {}

            @Override
            public void done(Step step, Duration took) {}

            @Override
            public void failed(Step step, AwsProblem problem, Duration took) {}
        };
    }
}
