package dev.kinescope.desktop.settings;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.desktop.theme.Appearance;

import java.util.concurrent.atomic.AtomicReference;

/** The settings in use: changed at once on the UI thread, written in the background. */
public final class KeptSettings {
    private final SettingsStore store;
    private final Background background;
    private final Notifications notifications;
    private final AtomicReference<Settings> current;

    /** Goes on from what was loaded. */
    public KeptSettings(
            SettingsStore store,
            Settings loaded,
            Background background,
            Notifications notifications) {
        this.store = store;
        this.background = background;
        this.notifications = notifications;
        this.current = new AtomicReference<>(loaded);
    }

    /** The settings as they are now. */
    public Settings current() {
        return current.get();
    }

    /** Remembers the colours. */
    public void keepAppearance(Appearance appearance) {
        keep(current.get().withAppearance(appearance));
    }

    /** Remembers what to connect to at the next start. */
    public void keepConnection(ConnectionChoice choice) {
        keep(current.get().withConnection(choice));
    }

    /** Remembers the window's size, in points. */
    public void keepWindow(double width, double height) {
        keep(current.get().withWindow(new Settings.WindowSize(width, height)));
    }

    private void keep(Settings next) {
        if (next.equals(current.getAndSet(next))) {
            return;
        }
        background.load(
                () -> {
                    // Whatever order the threads come in, what is written last is the newest.
                    synchronized (store) {
                        store.save(current.get());
                    }
                    return true;
                },
                _ -> {},
                failure ->
                        notifications.failed(
                                "The settings were not saved",
                                store.file() + ": " + failure.getMessage()));
    }
}
