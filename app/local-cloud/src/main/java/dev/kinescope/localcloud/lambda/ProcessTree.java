package dev.kinescope.localcloud.lambda;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A function's process with all that it started, also what has no parent any more. */
final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
    private static final long SECONDS = 5;

    private final Process process;
    private final boolean leadsGroup;
    private final AtomicBoolean groupEnded = new AtomicBoolean();

    /**
     * The tree below a process.
     *
     * @param leadsGroup whether it leads a process group
     */
    ProcessTree(Process process, boolean leadsGroup) {
        this.process = process;
        this.leadsGroup = leadsGroup;
    }

    /** Kills all of it. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        if (leadsGroup && groupEnded.compareAndSet(false, true)) {
            killGroup();
        }
        process.destroyForcibly();
    }

    private void killGroup() {
        long group = process.pid();
        if (!process.isAlive() && ProcessHandle.of(group).isPresent()) {
            // Its number is another's by now, which is only so when the group has ended.
            return;
        }
        try {
            Process kill =
                    new ProcessBuilder("/bin/sh", "-c", "kill -9 -" + group)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!kill.waitFor(SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The processes of group {} were not killed in time", group);
            }
        } catch (IOException e) {
            LOG.warn("The processes of group {} were not killed: {}", group, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
