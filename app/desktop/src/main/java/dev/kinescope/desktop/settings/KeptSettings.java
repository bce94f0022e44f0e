package dev.kinescope.desktop.settings;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.desktop.theme.Appearance;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/** The settings in use: changed at once on the UI thread, written in the background. */
public final class KeptSettings {
    private static final Logger LOG = LoggerFactory.getLogger(KeptSettings.class);

    private final SettingsStore store;
    private final Background background;
    private final Notifications notifications;
    private final AtomicReference<Settings> current;
    private Settings written;

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
        this.written = loaded;
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

    /**
     * Remembers the window's size, in points, as the last thing before the program ends: everything
     * is written when this returns.
     */
    public void keepWindowAtClosing(double width, double height) {
        current.updateAndGet(
                settings -> settings.withWindow(new Settings.WindowSize(width, height)));
        try {
            write();
        } catch (IOException e) {
            // Nobody sees a notification any more.
            LOG.warn("The settings were not saved to {}: {}", store.file(), e.toString());
        }
    }

    /** Whatever order the threads come in, what is written last is the newest. */
    private void write() throws IOException {
        synchronized (store) {
            Settings newest = current.get();
            if (!newest.equals(written)) {
                store.save(newest);
                written = newest;
            }
        }
    }

    private void keep(Settings next) {
        if (next.equals(current.getAndSet(next))) {
            return;
        }
        background.load(
                () -> {
                    write();
                    return true;
                },
                _ -> {},
                failure ->
                        notifications.failed(
                                "The settings were not saved",
                                store.file() + ": " + failure.getMessage()));
    }
}
