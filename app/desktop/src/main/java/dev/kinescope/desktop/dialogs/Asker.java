package dev.kinescope.desktop.dialogs;

/** Asks before something is lost; tests answer in the person's place. */
@FunctionalInterface
public interface Asker {

    /** Asks, and does {@code confirmed} only after a clear yes; called on the UI thread. */
    void ask(Confirmation question, Runnable confirmed);
}
