package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsSession;

import java.time.Clock;

/** Compares the account with a definition, and makes it so. */
public final class Provisioner {

    /**
     * Makes one for an account.
     *
     * @param policies what the roles may do
     */
    public Provisioner(AwsSession session, PolicyFiles policies, Clock clock, Pause pause) {}

    /** Looks at every resource and says what applying would change; changes nothing. */
    public Plan plan(PipelineDefinition definition, FunctionArtifacts artifacts) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Does what the plan says and waits until everything is active. Doing it again does no harm;
     * stopping it keeps what is done.
     *
     * @throws dev.kinescope.pipeline.connection.ProblemException when a step fails for good
     */
    public void apply(Plan plan, StepListener listener) throws InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Deletes the pipeline's resources, in the reverse order; what is missing is passed over. */
    public void tearDown(PipelineDefinition definition, Keep keep, StepListener listener)
            throws InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }

    /** How every resource is now. */
    public PipelineStatus status(PipelineDefinition definition) {
        throw new UnsupportedOperationException("not there yet");
    }
}
