package dev.kinescope.desktop.functions;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Polling;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.connection.AwsProblem;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Both functions as they are now, and a desk for each to deploy, invoke and read its log. */
final class FunctionsViewModel {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    /** What can be done with one function. */
    record Desk(Deployment deployment, InvokeDesk invoke, LogDesk log) {}

    private record Looked(FunctionLooker looker, List<FunctionCard> cards) {}

    private final FunctionFiles files;
    private final Background background;
    private final Clock clock;
    private final Map<FunctionRole, Desk> desks = new EnumMap<>(FunctionRole.class);
    private final ReadOnlyObjectWrapper<List<FunctionCard>> cards =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<FunctionRole> selected =
            new SimpleObjectProperty<>(FunctionRole.PRODUCER);
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> eventsProblem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Boolean> connected = new ReadOnlyObjectWrapper<>(false);
    private volatile @Nullable FunctionLooker looker;
    private @Nullable Polling polling;
    private Optional<Instant> lookedAt = Optional.empty();

    FunctionsViewModel(
            FunctionFiles files, Background background, Notifications notifications, Clock clock) {
        this.files = files;
        this.background = background;
        this.clock = clock;
        for (FunctionRole role : FunctionRole.values()) {
            var log = new LogDesk(background, clock);
            desks.put(
                    role,
                    new Desk(
                            new Deployment(background, notifications, clock),
                            new InvokeDesk(background, log::show),
                            log));
        }
    }

    Desk desk(FunctionRole role) {
        return Objects.requireNonNull(desks.get(role));
    }

    /** Both functions, the producer first; empty before the first look. */
    ReadOnlyObjectProperty<List<FunctionCard>> cardsProperty() {
        return cards.getReadOnlyProperty();
    }

    /** One of them, once it was looked at. */
    Optional<FunctionCard> card(FunctionRole role) {
        return cards.get().stream().filter(card -> card.role() == role).findFirst();
    }

    /** Which function's desk is shown. */
    ObjectProperty<FunctionRole> selectedProperty() {
        return selected;
    }

    /** Source and age of the cards. */
    ReadOnlyStringProperty captionProperty() {
        return caption.getReadOnlyProperty();
    }

    /** Why nothing is known of the functions. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Why the example events could not be read. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> eventsProblemProperty() {
        return eventsProblem.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Boolean> connectedProperty() {
        return connected.getReadOnlyProperty();
    }

    /** Works on this account from now on, or on none. */
    void use(Optional<FunctionAccount> account) {
        looker = account.map(present -> new FunctionLooker(present, files, clock)).orElse(null);
        cards.set(List.of());
        lookedAt = Optional.empty();
        caption.set("");
        problem.set(Optional.empty());
        desks.values()
                .forEach(desk -> {
                    desk.deployment().use(account);
                    desk.invoke().use(account);
                    desk.log().use(account);
                });
        connected.set(account.isPresent());
        if (polling != null) {
            readEvents();
        }
    }

    /** The view is seen: reads the events and looks at the functions again and again. */
    void shown() {
        if (polling != null) {
            return;
        }
        readEvents();
        polling = background.poll(LOOK_EVERY, this::look, this::show, this::failed);
    }

    void hidden() {
        if (polling != null) {
            polling.stop();
            polling = null;
        }
    }

    /** Reads the example events; what was edited stays. */
    void readEvents() {
        if (!connected.get()) {
            return;
        }
        background.load(
                files::events,
                found -> {
                    eventsProblem.set(Optional.empty());
                    desks.forEach((role, desk) ->
                            desk.invoke()
                                    .offer(
                                            found.stream()
                                                    .filter(each -> each.role() == role)
                                                    .toList()));
                },
                failure ->
                        eventsProblem.set(
                                Optional.of(
                                        AwsProblem.of("Read the example events", "", failure))));
    }

    /** Looks at once, without waiting for the next turn. */
    void lookNow() {
        background.load(this::look, this::show, this::failed);
    }

    /** Deploys both functions from the built zips. */
    void deployBoth() {
        for (Desk desk : desks.values()) {
            desk.deployment().source.valueProperty().set(Deployment.CodeSource.BUILT_ZIP);
            desk.deployment().deploy();
        }
    }

    private Optional<Looked> look() throws IOException {
        FunctionLooker now = looker;
        return now == null ? Optional.empty() : Optional.of(new Looked(now, now.look()));
    }

    private void show(Optional<Looked> looked) {
        if (looked.isEmpty() || looked.get().looker() != looker) {
            return;
        }
        boolean first = cards.get().isEmpty();
        List<FunctionCard> seen = looked.get().cards();
        problem.set(Optional.empty());
        cards.set(seen);
        lookedAt = Optional.of(seen.getFirst().at());
        for (FunctionCard card : seen) {
            Desk desk = desk(card.role());
            desk.deployment().show(card);
            desk.invoke().show(card);
            desk.log().show(card);
            if (first && card.details().isPresent()) {
                desk.log().readGroup();
            }
        }
        caption.set(age().orElse(""));
    }

    private void failed(Exception failure) {
        AwsProblem why = AwsProblem.of("Look at the functions", "", failure);
        if (cards.get().isEmpty()) {
            problem.set(Optional.of(why));
        } else {
            caption.set(age().orElse("") + "; since then: " + why.reason());
        }
    }

    private Optional<String> age() {
        return lookedAt.map(at ->
                Source.LISTED_HERE.words()
                        + " · "
                        + Numbers.ago(Duration.between(at, clock.instant())));
    }
}
