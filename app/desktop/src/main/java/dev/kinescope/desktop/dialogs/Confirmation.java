package dev.kinescope.desktop.dialogs;

import java.util.List;
import java.util.Optional;

/**
 * A question before something that cannot be taken back.
 *
 * @param where the account and region it happens in
 * @param losses what is lost or kept, a line each
 * @param typed what the person has to type, for the worst of them
 * @param action what the button says, for example {@code Tear down}
 */
public record Confirmation(
        String title, String where, List<Loss> losses, Optional<String> typed, String action) {
    /** One thing and what becomes of it. */
    public record Loss(String what, String fate, Kind kind) {
        /** Whether it goes or stays. */
        public enum Kind {
            LOST,
            KEPT
        }
    }

    /** Takes a copy of the losses. */
    public Confirmation {
        losses = List.copyOf(losses);
    }
}
