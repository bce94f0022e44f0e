package dev.kinescope.desktop.activity;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Polling;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the Activity view shows and can do: follows the history of calls while in front. */
final class ActivityViewModel {
    /** In the list of services: no choice. */
    static final String ALL_SERVICES = "All services";

    private static final Logger LOG = LoggerFactory.getLogger(ActivityViewModel.class);
    private static final Duration EVERY = Duration.ofMillis(300);

    private final Background background;
    private final CallHistory history;
    private final ObservableList<LoggedCall> all = FXCollections.observableArrayList();
    private final FilteredList<LoggedCall> shownCalls = new FilteredList<>(all);
    // One view for good: listeners are held weakly by the view they were added to.
    private final ObservableList<LoggedCall> callsView =
            FXCollections.unmodifiableObservableList(shownCalls);
    private final ObservableList<String> services = FXCollections.observableArrayList(ALL_SERVICES);
    private final ObservableList<String> servicesView =
            FXCollections.unmodifiableObservableList(services);
    private final StringProperty filter = new SimpleStringProperty("");
    private final StringProperty service = new SimpleStringProperty(ALL_SERVICES);
    private final BooleanProperty errorsOnly = new SimpleBooleanProperty();
    private final BooleanProperty paused = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<CallStatistics> statistics;
    private final ReadOnlyObjectWrapper<Optional<LoggedCall>> chosen =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper();
    private @Nullable Polling polling;
    private boolean shown;

    ActivityViewModel(Background background, CallHistory history) {
        this.background = background;
        this.history = history;
        this.statistics = new ReadOnlyObjectWrapper<>(CallStatistics.of(all));
        filter.addListener((_, _, _) -> applyFilter());
        service.addListener((_, _, _) -> applyFilter());
        errorsOnly.addListener((_, _, _) -> applyFilter());
        paused.addListener((_, _, _) -> startOrStop());
    }

    /** The calls that pass the filter, newest first. */
    ObservableList<LoggedCall> calls() {
        return callsView;
    }

    /** All services, then each that was called. */
    ObservableList<String> services() {
        return servicesView;
    }

    /** Words that a line must hold, in any case and order. */
    StringProperty filterProperty() {
        return filter;
    }

    /** The service to show. */
    StringProperty serviceProperty() {
        return service;
    }

    /** Whether only failed calls are shown. */
    BooleanProperty errorsOnlyProperty() {
        return errorsOnly;
    }

    /** Whether the list stands still; calls go on being kept. */
    BooleanProperty pausedProperty() {
        return paused;
    }

    /** Sums of what is shown. */
    ReadOnlyObjectProperty<CallStatistics> statisticsProperty() {
        return statistics.getReadOnlyProperty();
    }

    /** How many calls there were since the start, forgotten and hidden ones included. */
    ReadOnlyLongProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    /** The call whose details are shown. */
    ReadOnlyObjectProperty<Optional<LoggedCall>> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** Shows the details of a call. */
    void choose(LoggedCall call) {
        chosen.set(Optional.of(call));
    }

    /** Shows everything again. */
    void clearFilter() {
        filter.set("");
        service.set(ALL_SERVICES);
        errorsOnly.set(false);
    }

    /** The view came to the front. */
    void shown() {
        shown = true;
        startOrStop();
    }

    /** The view went to the back. */
    void hidden() {
        shown = false;
        startOrStop();
    }

    private void startOrStop() {
        Polling running = polling;
        if (shown && !paused.get()) {
            if (running == null) {
                polling =
                        background.poll(
                                EVERY,
                                () -> history.since(total.get()),
                                this::show,
                                failure -> LOG.error("The history of calls failed", failure));
            }
        } else if (running != null) {
            running.stop();
            polling = null;
        }
    }

    private void show(CallHistory.News news) {
        if (news.total() == total.get()) {
            return;
        }
        total.set(news.total());
        all.addAll(0, news.calls());
        if (all.size() > CallHistory.KEPT) {
            all.remove(CallHistory.KEPT, all.size());
        }
        addServices(news);
        statistics.set(CallStatistics.of(shownCalls));
    }

    private void addServices(CallHistory.News news) {
        var known = new TreeSet<>(services);
        known.remove(ALL_SERVICES);
        boolean more = false;
        for (LoggedCall call : news.calls()) {
            more |= known.add(call.call().service());
        }
        if (more) {
            // One by one, so that the choice in the box stays.
            int place = 1;
            for (String name : known) {
                if (place >= services.size() || !services.get(place).equals(name)) {
                    services.add(place, name);
                }
                place++;
            }
        }
    }

    private void applyFilter() {
        String[] words = filter.get().strip().toLowerCase(Locale.ROOT).split("\\s+");
        String wanted = service.get();
        Predicate<LoggedCall> passes = call -> call.holdsAll(words);
        if (!wanted.equals(ALL_SERVICES)) {
            passes = passes.and(call -> call.call().service().equals(wanted));
        }
        if (errorsOnly.get()) {
            passes = passes.and(LoggedCall::failed);
        }
        shownCalls.setPredicate(passes);
        statistics.set(CallStatistics.of(shownCalls));
    }
}
