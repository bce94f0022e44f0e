package dev.kinescope.desktop.shell;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.RunningTask;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the window around the views shows: where we are, what runs, what happened. */
public final class ShellViewModel implements Navigator {
    private final ReadOnlyObjectWrapper<Destination> current =
            new ReadOnlyObjectWrapper<>(Destination.OVERVIEW);
    private final ReadOnlyObjectProperty<ConnectionBanner> banner;
    private final Background background;
    private final Notifications notifications;
    private final List<Command> commands = new ArrayList<>();

    public ShellViewModel(
            ReadOnlyObjectProperty<ConnectionBanner> banner,
            Background background,
            Notifications notifications) {
        this.banner = banner;
        this.background = background;
        this.notifications = notifications;
        for (Destination destination : Destination.values()) {
            commands.add(
                    new Command(
                            destination.icon(),
                            "Open " + destination.title(),
                            () -> open(destination)));
        }
    }

    /** The view that is in front. */
    public ReadOnlyObjectProperty<Destination> currentProperty() {
        return current.getReadOnlyProperty();
    }

    @Override
    public void open(Destination destination) {
        current.set(destination);
    }

    /** Which cloud the screens drive. */
    public ReadOnlyObjectProperty<ConnectionBanner> bannerProperty() {
        return banner;
    }

    /** What runs now, oldest first. */
    public ObservableList<RunningTask> tasks() {
        return background.tasks();
    }

    /** What happened, newest first. */
    public ObservableList<Notification> notifications() {
        return notifications.all();
    }

    /** Adds a command that the palette finds. */
    public void addCommand(Command command) {
        commands.add(command);
    }

    /** The commands whose title holds every word of the query, in any case and order. */
    public List<Command> commandsMatching(String query) {
        String[] words = query.toLowerCase(Locale.ROOT).strip().split("\\s+");
        return commands.stream().filter(command -> holdsAll(command.title(), words)).toList();
    }

    private static boolean holdsAll(String title, String[] words) {
        String lower = title.toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!lower.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
