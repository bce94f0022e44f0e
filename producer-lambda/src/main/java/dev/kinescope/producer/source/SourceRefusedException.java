package dev.kinescope.producer.source;

/** Says that a source of posts cannot be read at all, and what to do about it. */
public final class SourceRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SourceRefusedException(String message) {
        super(message);
    }

    public SourceRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
