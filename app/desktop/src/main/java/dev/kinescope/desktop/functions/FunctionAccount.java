package dev.kinescope.desktop.functions;

import dev.kinescope.pipeline.functions.DeployListener;
import dev.kinescope.pipeline.functions.FunctionCode;
import dev.kinescope.pipeline.functions.FunctionDetails;
import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.functions.Invocation;
import dev.kinescope.pipeline.functions.LogLine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The account that the functions live in, as this view needs it; every call blocks. */
interface FunctionAccount {

    /** Empty if there is no such function. */
    Optional<FunctionDetails> describe(String name);

    /** Whether deploying this zip would change the function's code. */
    boolean codeDiffers(String name, Path zip) throws IOException;

    /** Creates or updates the function and waits until it is active. */
    FunctionDetails deploy(FunctionSpec spec, FunctionCode code, DeployListener listener)
            throws IOException, InterruptedException;

    /** Invokes the function with an event as JSON and waits for its answer. */
    Invocation invoke(String name, String json);

    /** The newest lines of its log group, oldest first. */
    List<LogLine> recentLogs(String name, int most);
}
