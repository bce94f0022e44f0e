package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.provisioning.PolicyFiles;

import java.time.Clock;

/**
 * Runs the whole pipeline once: creates what is missing, deploys, sends, and follows every record.
 */
public final class PipelineRun {

    public PipelineRun(AwsSession session, PolicyFiles policies, Clock clock, Pause pause) {}

    /**
     * Runs to the end on the calling thread; interrupting it cancels.
     *
     * @throws InterruptedException when cancelled; what was done so far is kept
     * @throws dev.kinescope.pipeline.connection.ProblemException when a stage fails for good
     */
    public RunSummary run(RunSettings settings, RunListener listener) throws InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Sends nothing more, but still follows what was sent; from any thread. */
    public void stopSending() {
        throw new UnsupportedOperationException("not there yet");
    }
}
