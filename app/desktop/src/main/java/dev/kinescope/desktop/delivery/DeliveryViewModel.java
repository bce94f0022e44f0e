package dev.kinescope.desktop.delivery;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Polling;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.delivery.FailedRecords;
import dev.kinescope.pipeline.results.StoredObject;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What the Delivery view shows and can do: looks at the delivery stream while in front. */
final class DeliveryViewModel {
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** What there is to show. */
    enum Phase {
        DISCONNECTED,
        LOADING,
        MISSING,
        THERE
    }

    private final Background background;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(Phase.DISCONNECTED);
    private final ReadOnlyObjectWrapper<Optional<DeliveryRound.Seen>> round =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<StoredObject> objects = FXCollections.observableArrayList();
    // One view for good: listeners are held weakly by the view they were added to.
    private final ObservableList<StoredObject> objectsView =
            FXCollections.unmodifiableObservableList(objects);
    private final ObservableList<FailedRecords.Reason> reasons =
            FXCollections.observableArrayList();
    private final ObservableList<FailedRecords.Reason> reasonsView =
            FXCollections.unmodifiableObservableList(reasons);
    private @Nullable DeliveryWatch watch;
    private @Nullable Polling polling;
    private boolean shown;

    DeliveryViewModel(Background background, Clock clock) {
        this.background = background;
        this.clock = clock;
    }

    /** What there is to show. */
    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /** The newest look; empty before the first. */
    ReadOnlyObjectProperty<Optional<DeliveryRound.Seen>> roundProperty() {
        return round.getReadOnlyProperty();
    }

    /** Why the last look failed; empty once one succeeds. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** The objects delivered last, newest first. */
    ObservableList<StoredObject> objects() {
        return objectsView;
    }

    /** Why records failed, the reason with the most records first. */
    ObservableList<FailedRecords.Reason> reasons() {
        return reasonsView;
    }

    /** Looks at that account's delivery stream from now on. */
    void use(DeliverySource source) {
        stop();
        watch = new DeliveryWatch(source, clock);
        round.set(Optional.empty());
        problem.set(Optional.empty());
        objects.clear();
        reasons.clear();
        phase.set(Phase.LOADING);
        start();
    }

    /** The view came to the front. */
    void shown() {
        shown = true;
        start();
    }

    /** The view went to the back. */
    void hidden() {
        shown = false;
        stop();
    }

    /** Looks at everything again now. */
    void refresh() {
        DeliveryWatch current = watch;
        if (current != null) {
            background.load(
                    () -> {
                        current.refresh();
                        return current.gather();
                    },
                    next -> {
                        if (current == watch) {
                            show(next);
                        }
                    },
                    this::failed);
        }
    }

    private void start() {
        DeliveryWatch current = watch;
        if (shown && current != null && polling == null) {
            polling = background.poll(EVERY, current::gather, this::show, this::failed);
        }
    }

    private void stop() {
        Polling running = polling;
        if (running != null) {
            running.stop();
            polling = null;
        }
    }

    private void show(DeliveryRound next) {
        switch (next) {
            case DeliveryRound.Waiting _ -> {
                // The failure stays on screen until a look succeeds.
            }
            case DeliveryRound.Missing _ -> {
                problem.set(Optional.empty());
                phase.set(Phase.MISSING);
            }
            case DeliveryRound.Seen seen -> {
                problem.set(Optional.empty());
                if (!objects.equals(seen.objects())) {
                    objects.setAll(seen.objects());
                }
                if (!reasons.equals(seen.failed().reasons())) {
                    reasons.setAll(seen.failed().reasons());
                }
                round.set(Optional.of(seen));
                phase.set(Phase.THERE);
            }
        }
    }

    private void failed(Exception failure) {
        if (!AwsProblem.isCancellation(failure)) {
            problem.set(Optional.of(AwsProblem.of("Look at the delivery stream", "", failure)));
        }
    }
}
