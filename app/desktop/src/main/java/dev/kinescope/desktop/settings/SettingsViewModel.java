package dev.kinescope.desktop.settings;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.RunningTask;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsProfiles;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What the Settings view shows and can do: connects, and remembers what was chosen. */
final class SettingsViewModel {
    /** What a person can connect to. */
    enum Kind {
        LOCAL,
        PROFILE,
        ENDPOINT
    }

    /** What became of the last try. */
    sealed interface Outcome {
        /** Nothing tried yet. */
        record None() implements Outcome {}

        /** It is being tried. */
        record Connecting() implements Outcome {}

        /** It answered. */
        record Connected(String account, String region, String who) implements Outcome {}

        /**
         * It did not.
         *
         * @param before the connection that stays in use, in words; empty if there is none
         */
        record Failed(AwsProblem problem, String before) implements Outcome {}
    }

    private final ActiveConnection connection;
    private final KeptSettings kept;
    private final Background background;
    private final Callable<List<AwsProfiles.Profile>> profileFiles;
    private final ObjectProperty<Appearance> appearance;
    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.LOCAL);
    private final StringProperty profile = new SimpleStringProperty("");
    private final StringProperty profileRegion = new SimpleStringProperty("");
    private final StringProperty endpoint = new SimpleStringProperty("http://127.0.0.1:4566");
    private final StringProperty endpointRegion = new SimpleStringProperty("us-east-1");
    private final ReadOnlyStringWrapper mistake = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper profilesNote = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper connecting = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Outcome> outcome =
            new ReadOnlyObjectWrapper<>(new Outcome.None());
    private final ObservableList<AwsProfiles.Profile> profiles =
            FXCollections.observableArrayList();
    // One view for good: listeners are held weakly by the view they were added to.
    private final ObservableList<AwsProfiles.Profile> profilesView =
            FXCollections.unmodifiableObservableList(profiles);

    /**
     * Shows the choices as they were kept.
     *
     * @param appearance the theme's own, so that a change shows at once
     * @param profileFiles reads the shared AWS files
     */
    SettingsViewModel(
            ActiveConnection connection,
            KeptSettings kept,
            ObjectProperty<Appearance> appearance,
            Background background,
            Callable<List<AwsProfiles.Profile>> profileFiles) {
        this.connection = connection;
        this.kept = kept;
        this.background = background;
        this.profileFiles = profileFiles;
        this.appearance = appearance;
        fill(kept.current().connection());
        connection.workspaceProperty().subscribe(this::connected);
        // A second failure with the same words is no change of the value, but is one to show.
        connection.problemProperty().addListener(_ -> problem());
        background.tasks().addListener((ListChangeListener<RunningTask>) _ -> noticeCancel());
        profile.addListener((_, _, name) -> offerRegionOf(name));
        kind.addListener((_, _, _) -> mistake.set(""));
    }

    private void fill(ConnectionChoice choice) {
        switch (choice) {
            case ConnectionChoice.LocalCloud _ -> kind.set(Kind.LOCAL);
            case ConnectionChoice.Profile chosen -> {
                kind.set(Kind.PROFILE);
                profile.set(chosen.profile());
                profileRegion.set(chosen.region());
            }
            case ConnectionChoice.Endpoint chosen -> {
                kind.set(Kind.ENDPOINT);
                endpoint.set(chosen.endpoint().toString());
                endpointRegion.set(chosen.region());
            }
        }
    }

    /** Which of the three is chosen. */
    ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    /** The profile's name, chosen or typed. */
    StringProperty profileProperty() {
        return profile;
    }

    /** The region for the profile; blank = the profile's own. */
    StringProperty profileRegionProperty() {
        return profileRegion;
    }

    /** The address of the other endpoint. */
    StringProperty endpointProperty() {
        return endpoint;
    }

    /** The region to say there. */
    StringProperty endpointRegionProperty() {
        return endpointRegion;
    }

    /** What has to be mended before connecting; empty if nothing. */
    ReadOnlyStringProperty mistakeProperty() {
        return mistake.getReadOnlyProperty();
    }

    /** What was found in the shared AWS files, in words. */
    ReadOnlyStringProperty profilesNoteProperty() {
        return profilesNote.getReadOnlyProperty();
    }

    /** The profiles of the shared AWS files. */
    ObservableList<AwsProfiles.Profile> profiles() {
        return profilesView;
    }

    /** Whether a try is under way. */
    ReadOnlyBooleanProperty connectingProperty() {
        return connecting.getReadOnlyProperty();
    }

    /** What became of the last try. */
    ReadOnlyObjectProperty<Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /** Which colours are wanted. */
    ObjectProperty<Appearance> appearanceProperty() {
        return appearance;
    }

    /** The view came to the front. */
    void shown() {
        background.load(
                profileFiles,
                found -> {
                    if (!profiles.equals(found)) {
                        profiles.setAll(found);
                    }
                    profilesNote.set(
                            found.isEmpty()
                                    ? "No profile in the shared AWS files; a name can be typed."
                                    : "");
                },
                failure ->
                        profilesNote.set(
                                "The shared AWS files cannot be read: " + failure.getMessage()));
    }

    /** Connects to what is chosen and remembers the choice. */
    void connect() {
        if (connecting.get()) {
            return;
        }
        mistake.set(findMistake());
        if (!mistake.get().isEmpty()) {
            return;
        }
        ConnectionChoice choice = choice();
        kept.keepConnection(choice);
        connecting.set(true);
        outcome.set(new Outcome.Connecting());
        connection.connect(choice);
    }

    private String findMistake() {
        return switch (kind.get()) {
            case LOCAL -> "";
            case PROFILE -> profile.get().isBlank() ? "Choose or type a profile." : "";
            case ENDPOINT -> {
                try {
                    Endpoints.parse(endpoint.get());
                    yield endpointRegion.get().isBlank()
                            ? "Type a region, for example us-east-1."
                            : "";
                } catch (IllegalArgumentException e) {
                    yield "Endpoint: " + e.getMessage() + ".";
                }
            }
        };
    }

    private ConnectionChoice choice() {
        return switch (kind.get()) {
            case LOCAL -> new ConnectionChoice.LocalCloud();
            case PROFILE ->
                    new ConnectionChoice.Profile(
                            profile.get().strip(), profileRegion.get().strip());
            case ENDPOINT ->
                    new ConnectionChoice.Endpoint(
                            Endpoints.parse(endpoint.get()), endpointRegion.get().strip());
        };
    }

    private void offerRegionOf(String name) {
        profiles.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .ifPresent(known -> profileRegion.set(known.region()));
    }

    private void connected(Optional<Workspace> workspace) {
        workspace.ifPresent(open -> {
            connecting.set(false);
            outcome.set(
                    new Outcome.Connected(
                            open.identity().accountId(),
                            open.session().region(),
                            open.identity().arn()));
        });
    }

    private void problem() {
        connection
                .problemProperty()
                .get()
                .ifPresent(problem -> {
                    connecting.set(false);
                    outcome.set(
                            new Outcome.Failed(
                                    problem,
                                    connection
                                            .workspaceProperty()
                                            .get()
                                            .map(Workspace::place)
                                            .orElse("")));
                });
    }

    /** A cancelled try has neither answer nor problem: its task is gone, that is all. */
    private void noticeCancel() {
        boolean running =
                background.tasks().stream().anyMatch(task -> task.title().equals("Connect"));
        if (connecting.get() && !running) {
            background.onUi(() -> {
                if (outcome.get() instanceof Outcome.Connecting) {
                    connecting.set(false);
                    outcome.set(new Outcome.None());
                }
            });
        }
    }
}
