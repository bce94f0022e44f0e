package dev.kinescope.localcloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A data directory belongs to a running local cloud, and nobody else may touch it meanwhile. */
public final class DirectoryInUseException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path directory) {
        super(
                "The data directory "
                        + directory
                        + " cannot be used: Another local cloud is using it. Stop that one, or"
                        + " choose another directory.",
                new IOException("locked"));
    }
}
