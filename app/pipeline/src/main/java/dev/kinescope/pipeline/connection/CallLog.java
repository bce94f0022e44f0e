package dev.kinescope.pipeline.connection;

/**
 * Takes every AWS call as it ends; called on the thread that made the call, so it must be quick.
 */
@FunctionalInterface
public interface CallLog {

    void record(AwsCall call);

    /** Forgets every call. */
    static CallLog none() {
        return call -> {};
    }
}
