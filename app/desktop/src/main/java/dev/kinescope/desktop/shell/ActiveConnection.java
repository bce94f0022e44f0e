package dev.kinescope.desktop.shell;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.Connection;
import dev.kinescope.pipeline.connection.ProblemException;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.Optional;
import java.util.function.Consumer;

/** The one connection that all views share: what it is, and switching it. */
public final class ActiveConnection implements AutoCloseable {
    private final Connector connector;
    private final Background background;
    private final Notifications notifications;
    private final ReadOnlyObjectWrapper<Optional<Workspace>> workspace =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private volatile Optional<Workspace> current = Optional.empty();
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<ConnectionBanner> banner =
            new ReadOnlyObjectWrapper<>(
                    new ConnectionBanner(ConnectionBanner.Kind.NONE, "Connecting…", ""));

    public ActiveConnection(
            Connector connector, Background background, Notifications notifications) {
        this.connector = connector;
        this.background = background;
        this.notifications = notifications;
    }

    /** The open session, if there is one; from any thread. */
    public Optional<Workspace> current() {
        return current;
    }

    /**
     * The open session, for work that cannot be done without one; from any thread.
     *
     * @throws ProblemException if there is none
     */
    public Workspace required() {
        return current.orElseThrow(() ->
                new ProblemException(
                        new AwsProblem(
                                "Reach the pipeline",
                                "",
                                "NotConnected",
                                "There is no connection.",
                                "Choose one in Settings.",
                                ""),
                        null));
    }

    /** The open session, if there is one; changes on the UI thread. */
    public ReadOnlyObjectProperty<Optional<Workspace>> workspaceProperty() {
        return workspace.getReadOnlyProperty();
    }

    /** Why there is none, after a failed try. */
    public ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** What the header says. */
    public ReadOnlyObjectProperty<ConnectionBanner> bannerProperty() {
        return banner.getReadOnlyProperty();
    }

    /** Does {@code work} now if connected, and after every later switch. */
    public void whenConnected(Consumer<Workspace> work) {
        workspace.subscribe(current -> current.ifPresent(work));
    }

    /** Connects in the background; the present connection stays until the new one answers. */
    public void connect(ConnectionChoice choice) {
        background.run(
                "Connect",
                progress -> {
                    progress.update(-1, describe(choice));
                    return connector.open(choice);
                },
                this::use,
                failure -> {
                    AwsProblem what = AwsProblem.of("Connect", describe(choice), failure);
                    problem.set(Optional.of(what));
                    notifications.failed(what.headline(), what.reason() + " " + what.next());
                    if (workspace.get().isEmpty()) {
                        banner.set(
                                new ConnectionBanner(
                                        ConnectionBanner.Kind.NONE,
                                        describe(choice),
                                        what.reason()));
                    }
                });
    }

    private void use(Workspace next) {
        Optional<Workspace> before = workspace.get();
        problem.set(Optional.empty());
        banner.set(banner(next));
        current = Optional.of(next);
        workspace.set(current);
        before.ifPresent(old -> background.load(() -> close(old), _ -> {}, _ -> {}));
    }

    private static boolean close(Workspace old) {
        old.session().close();
        return true;
    }

    private static ConnectionBanner banner(Workspace workspace) {
        String account = "account " + workspace.identity().accountId();
        String region = workspace.session().region();
        return switch (workspace.session().connection()) {
            case Connection.Local local ->
                    new ConnectionBanner(
                            ConnectionBanner.Kind.LOCAL,
                            "Local cloud",
                            local.endpoint().getAuthority()
                                    + " · "
                                    + account
                                    + " · "
                                    + region
                                    + " · writable");
            case Connection.AwsProfile profile ->
                    new ConnectionBanner(
                            ConnectionBanner.Kind.AWS,
                            profile.profile(),
                            account + " · " + region + " · writable");
            case Connection.Endpoint endpoint ->
                    new ConnectionBanner(
                            ConnectionBanner.Kind.ENDPOINT,
                            endpoint.endpoint().getAuthority(),
                            account + " · " + region + " · writable");
        };
    }

    private static String describe(ConnectionChoice choice) {
        return switch (choice) {
            case ConnectionChoice.LocalCloud _ -> "the local cloud";
            case ConnectionChoice.Profile profile -> "AWS profile " + profile.profile();
            case ConnectionChoice.Endpoint endpoint -> endpoint.endpoint().toString();
        };
    }

    /** Closes the session, if one is open. */
    @Override
    public void close() {
        workspace.get().ifPresent(ActiveConnection::close);
    }
}
