package dev.kinescope.localcloud.lambda;

/** How an invocation that is made on a thread is to go wrong on purpose. */
public enum Sabotage {
    /** The process is killed once it has taken the event. */
    CRASH,
    /** The answer does not arrive, so that the function's time is up. */
    TIME_OUT;

    /** Bound while such an invocation is made; not bound for all others. */
    public static final ScopedValue<Sabotage> CURRENT = ScopedValue.newInstance();
}
