package dev.kinescope.localcloud.lambda;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A function's process with all that it started, also what has no parent any more. */
final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
    private static final long SECONDS = 5;

    /** Starts a process that kills a process group. */
    @FunctionalInterface
    interface GroupKill {
        Process start(long group) throws IOException;
    }

    private final Process process;
    private final boolean leadsGroup;
    private final GroupKill groupKill;
    private volatile boolean groupEnded;

    /**
     * The tree below a process.
     *
     * @param leadsGroup whether it leads a process group
     */
    ProcessTree(Process process, boolean leadsGroup) {
        this(process, leadsGroup, ProcessTree::startKill);
    }

    ProcessTree(Process process, boolean leadsGroup, GroupKill groupKill) {
        this.process = process;
        this.leadsGroup = leadsGroup;
        this.groupKill = groupKill;
    }

    private static Process startKill(long group) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", "kill -9 -" + group)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Kills all of it. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        if (leadsGroup && !groupEnded) {
            // If it could not be done, whoever kills this next tries it again.
            groupEnded = killGroup();
        }
        process.destroyForcibly();
    }

    private boolean killGroup() {
        long group = process.pid();
        if (!process.isAlive() && ProcessHandle.of(group).isPresent()) {
            // Its number is another's by now, which is only so when the group has ended.
            return true;
        }
        try {
            if (groupKill.start(group).waitFor(SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
            LOG.warn("The processes of group {} were not killed in time", group);
        } catch (IOException e) {
            LOG.warn("The processes of group {} were not killed: {}", group, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
