package dev.kinescope.desktop.shell;

import java.time.Instant;
import java.util.Optional;

/** Something that happened and stays in the list behind the bell. */
public record Notification(
        Instant at, Level level, String title, String text, Optional<Destination> leadsTo) {
    /** How much it matters. */
    public enum Level {
        DONE,
        WARNING,
        FAILED
    }
}
