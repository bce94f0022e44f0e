package dev.kinescope.pipeline.functions;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsSession;

import java.io.IOException;
import java.time.Clock;

/** Brings a function to its specification and code: creates it, or updates what differs. */
public final class FunctionDeployer {

    public FunctionDeployer(AwsSession session, Clock clock, Pause pause) {}

    /**
     * Creates or updates the function and waits until it is active; the role must be there.
     *
     * @throws IOException naming the zip, if it cannot be read
     * @throws dev.kinescope.pipeline.connection.ProblemException if Lambda refuses or ends in
     *     Failed
     */
    public FunctionDetails deploy(FunctionSpec spec, FunctionCode code, DeployListener listener)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }
}
