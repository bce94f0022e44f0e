package dev.kinescope.desktop.shell;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Clock;
import java.util.Optional;

/** The list behind the bell, newest first; changes on the UI thread. */
public final class Notifications {
    private static final int KEPT = 100;

    private final ObservableList<Notification> all = FXCollections.observableArrayList();
    // One view for good: listeners are held weakly by the view they were added to.
    private final ObservableList<Notification> view =
            FXCollections.unmodifiableObservableList(all);
    private final Clock clock;

    /** Stamps each notification with the clock's time. */
    public Notifications(Clock clock) {
        this.clock = clock;
    }

    /** Everything since the start, newest first, at most 100. */
    public ObservableList<Notification> all() {
        return view;
    }

    /** Says that something is done. */
    public void done(String title, String text, Destination leadsTo) {
        add(Notification.Level.DONE, title, text, Optional.of(leadsTo));
    }

    /** Says that something needs attention. */
    public void warn(String title, String text, Destination leadsTo) {
        add(Notification.Level.WARNING, title, text, Optional.of(leadsTo));
    }

    /** Says that something failed. */
    public void failed(String title, String text) {
        add(Notification.Level.FAILED, title, text, Optional.empty());
    }

    private void add(
            Notification.Level level, String title, String text, Optional<Destination> leadsTo) {
        all.addFirst(new Notification(clock.instant(), level, title, text, leadsTo));
        if (all.size() > KEPT) {
            all.removeLast();
        }
    }
}
