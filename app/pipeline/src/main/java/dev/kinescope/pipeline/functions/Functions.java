package dev.kinescope.pipeline.functions;

import dev.kinescope.pipeline.connection.AwsSession;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Looks at functions and invokes them. */
public final class Functions {

    public Functions(AwsSession session, Clock clock) {}

    /** Empty if there is no such function. */
    public Optional<FunctionDetails> describe(String name) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Whether deploying this zip would change the function's code; also if there is none yet. */
    public boolean codeDiffers(String name, Path zip) throws IOException {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Invokes and waits for the answer.
     *
     * @param json the event, at most 6 MB
     */
    public Invocation invoke(String name, String json) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The newest log lines of the function from its log group, oldest first. */
    public List<LogLine> recentLogs(String name, int most) {
        throw new UnsupportedOperationException("not there yet");
    }
}
