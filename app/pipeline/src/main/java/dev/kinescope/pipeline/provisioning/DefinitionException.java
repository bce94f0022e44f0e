package dev.kinescope.pipeline.provisioning;

import java.nio.file.Path;

/** A definition file says something that cannot be; names the file and the field. */
public final class DefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final String field;

    DefinitionException(Path file, String field, String reason) {
        super(file + ": " + (field.isEmpty() ? "" : field + ": ") + reason);
        this.file = file;
        this.field = field;
    }

    public Path file() {
        return file;
    }

    /**
     * Path of the field, for example {@code StreamModeDetails.StreamMode}; empty for the whole
     * file.
     */
    public String field() {
        return field;
    }
}
