package dev.kinescope.localcloud.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Something was not stored because the data directory may not grow; says which, and why. */
public final class DiskFullException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    DiskFullException(String message) {
        super(message, new IOException(message));
    }
}
