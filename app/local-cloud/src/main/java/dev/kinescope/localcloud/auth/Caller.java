package dev.kinescope.localcloud.auth;

/** The principal on whose behalf the running request is served. */
public final class Caller {
    /** Bound by the endpoint around each call of a service. */
    public static final ScopedValue<Principal> CURRENT = ScopedValue.newInstance();

    private Caller() {}
}
