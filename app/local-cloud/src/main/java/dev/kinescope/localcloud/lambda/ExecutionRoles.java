package dev.kinescope.localcloud.lambda;

/** Whether Lambda may take on a role. */
@FunctionalInterface
public interface ExecutionRoles {

    /** Whether that role exists and lets Lambda assume it. */
    boolean canBeAssumed(String roleArn);
}
