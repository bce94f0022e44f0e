package dev.kinescope.localcloud.store;

import java.io.IOException;
import java.nio.file.Path;

/** A kept file does not hold what was written to it; says where, and what to do. */
final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedFileException(Path file, long offset) {
        super(
                file
                        + " is damaged at byte "
                        + offset
                        + ": the entry there does not match its checksum. Restore a snapshot, or"
                        + " rename the file to "
                        + file.getFileName()
                        + ".damaged to go on without the records in it.");
    }
}
