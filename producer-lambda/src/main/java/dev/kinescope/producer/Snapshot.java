package dev.kinescope.producer;

import org.crac.Context;
import org.crac.Resource;

import java.io.IOException;
import java.io.PrintStream;

/**
 * Readies the function for Lambda's SnapStart (AWS documentation, "Implement code before or after
 * Lambda function snapshots"): before the snapshot it is rehearsed once, so that classes are loaded
 * and the client is set up in every function that is restored from it.
 */
final class Snapshot implements Resource {
    private final Rehearsal rehearsal;
    private final PrintStream log;

    /** The way of a first call, to no effect. */
    interface Rehearsal {
        void run() throws IOException, InterruptedException;
    }

    Snapshot(Rehearsal rehearsal, PrintStream log) {
        this.rehearsal = rehearsal;
        this.log = log;
    }

    /** Never fails: a snapshot of a function that is not ready is better than none. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        try {
            rehearsal.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tell("it was interrupted");
        } catch (IOException | RuntimeException e) {
            tell(e.getClass().getName());
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // The token, the connections to live sources and the randomness are all made afterwards.
    }

    private void tell(String reason) {
        log.println("WARN the function is not ready in its snapshot: " + reason);
    }
}
