package dev.kinescope.localcloud.wire;

/**
 * A request that cannot be served, found before a service saw it; rendered like a service's own.
 */
public final class RequestFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public RequestFault(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** A body or parameter that is not what the operation's model asks for. */
    public static RequestFault malformed(String message) {
        return new RequestFault(400, "SerializationException", message);
    }

    /** A body that ends too early or whose framing cannot be read. */
    public static RequestFault incomplete(Exception cause) {
        var fault =
                new RequestFault(
                        400,
                        "IncompleteBody",
                        "The request body terminated unexpectedly or is not framed as its headers"
                                + " say.");
        fault.initCause(cause);
        return fault;
    }

    /** A body that is larger than the service takes. */
    static RequestFault tooLarge(long most) {
        return new RequestFault(
                413,
                "RequestEntityTooLargeException",
                "The request is larger than " + most + " bytes.");
    }

    /** An operation that AWS may know but the local cloud does not offer. */
    static RequestFault unknownOperation(String name) {
        return new RequestFault(
                400,
                "UnknownOperationException",
                "The local cloud does not offer the operation " + name + ".");
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
