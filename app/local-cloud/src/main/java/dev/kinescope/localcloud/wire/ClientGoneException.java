package dev.kinescope.localcloud.wire;

/** The connection ended before the request or its reply did: there is nobody left to answer. */
public final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClientGoneException(Exception cause) {
        super(cause);
    }
}
