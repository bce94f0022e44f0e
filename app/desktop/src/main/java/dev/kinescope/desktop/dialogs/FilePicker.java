package dev.kinescope.desktop.dialogs;

import java.nio.file.Path;
import java.util.Optional;

/** Asks for a file; behind an interface because a headless toolkit has no file dialog. */
public interface FilePicker {

    /**
     * Asks for an existing file.
     *
     * @param kind for example {@code Function zip}
     * @param pattern for example {@code *.zip}
     * @return the file, or nothing if the person changed their mind
     */
    Optional<Path> open(String title, String kind, String pattern);
}
