package dev.kinescope.localcloud.iam;

import java.time.Duration;

/**
 * How long new roles and changed policies take to be in effect, as on AWS they take seconds; it can
 * be changed while the cloud runs.
 */
public final class RoleDelay {
    private volatile Duration delay;

    public RoleDelay(Duration delay) {
        this.delay = delay;
    }

    public Duration get() {
        return delay;
    }

    public void set(Duration newDelay) {
        delay = newDelay;
    }
}
