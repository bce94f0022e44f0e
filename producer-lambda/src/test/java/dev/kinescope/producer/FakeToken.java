package dev.kinescope.producer;

import dev.kinescope.producer.x.BearerToken;

/** A token that a test's server knows, and the one that takes its place. */
public final class FakeToken implements BearerToken {
    public static final String FIRST = "first-token";
    public static final String SECOND = "second-token";

    private volatile String token = FIRST;

    @Override
    public String value() {
        return token;
    }

    @Override
    public String renewed() {
        token = SECOND;
        return token;
    }

    @Override
    public String place() {
        return "secret of-the-test";
    }
}
