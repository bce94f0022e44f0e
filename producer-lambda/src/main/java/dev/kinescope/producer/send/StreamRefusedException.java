package dev.kinescope.producer.send;

/** Says that the stream cannot be written to at all, and what to do about it. */
public final class StreamRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StreamRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
