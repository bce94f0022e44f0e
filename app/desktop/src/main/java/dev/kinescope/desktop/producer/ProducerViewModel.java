package dev.kinescope.desktop.producer;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Polling;
import dev.kinescope.desktop.background.Progress;
import dev.kinescope.desktop.background.RunningTask;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.producer.ProducerProgress;
import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.producer.ProducerTotals;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Sending posts: the form, start and stop, and what has been counted so far. */
final class ProducerViewModel {
    private static final Duration TICK = Duration.ofSeconds(1);

    /** Where sending stands. */
    enum State {
        /** Nothing was sent since the connection was made. */
        IDLE,
        SENDING,
        /** Stopped by the person, but the present slice is still under way. */
        STOPPING,
        /** Everything was sent. */
        COMPLETE,
        /** It ended with posts left over: stopped, or out of time. */
        ENDED,
        FAILED
    }

    private final Callable<PipelineDefinition> definition;
    private final Background background;
    private final Notifications notifications;
    private final Clock clock;
    private final ProducerForm form = new ProducerForm();
    private final RateHistory rates = new RateHistory();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.IDLE);
    private final ReadOnlyObjectWrapper<Optional<ProducerProgress>> progress =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> definitionProblem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
    private Optional<Sender> sender = Optional.empty();
    private Optional<Instant> heardAt = Optional.empty();
    private @Nullable Sending sending;
    private @Nullable RunningTask task;
    private @Nullable Polling polling;
    private int runNumber;

    ProducerViewModel(
            Callable<PipelineDefinition> definition,
            Background background,
            Notifications notifications,
            Clock clock) {
        this.definition = definition;
        this.background = background;
        this.notifications = notifications;
        this.clock = clock;
    }

    ProducerForm form() {
        return form;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The counts after the last slice; empty before the first. */
    ReadOnlyObjectProperty<Optional<ProducerProgress>> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** Accepted per second of the last slices, oldest first; measured here. */
    double[] rates() {
        return rates.values();
    }

    /** Why sending failed. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Why the files do not say which function and stream. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> definitionProblemProperty() {
        return definitionProblem.getReadOnlyProperty();
    }

    /** Source and age of the counts. */
    ReadOnlyStringProperty captionProperty() {
        return caption.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty connectedProperty() {
        return connected.getReadOnlyProperty();
    }

    boolean isBusy() {
        return state.get() == State.SENDING || state.get() == State.STOPPING;
    }

    /** Sends through this account from now on, or through none. */
    void use(Optional<Sender> next) {
        runNumber++;
        if (task != null) {
            task.cancel();
        }
        sender = next;
        sending = null;
        task = null;
        forget();
        state.set(State.IDLE);
        connected.set(next.isPresent());
        definitionProblem.set(Optional.empty());
        if (polling != null) {
            readDefinition();
        }
    }

    /** The view is seen: reads the definition, and keeps saying how old the counts are. */
    void shown() {
        if (polling != null) {
            return;
        }
        readDefinition();
        polling = background.poll(TICK, clock::instant, _ -> showAge(), failure -> showAge());
    }

    void hidden() {
        if (polling != null) {
            polling.stop();
            polling = null;
        }
    }

    /** Asks the files which function and stream it is about. */
    void readDefinition() {
        if (!connected.get()) {
            return;
        }
        background.load(
                definition,
                now -> {
                    definitionProblem.set(Optional.empty());
                    form.begin(now);
                },
                failure ->
                        definitionProblem.set(
                                Optional.of(AwsProblem.of("Read the definition", "", failure))));
    }

    /** Starts sending what the form says; nothing while a field is wrong or it is sending. */
    void start() {
        Optional<ProducerSettings> settings = form.settingsProperty().get();
        if (isBusy() || sender.isEmpty() || settings.isEmpty()) {
            return;
        }
        ProducerSettings chosen = settings.get();
        int number = ++runNumber;
        forget();
        state.set(State.SENDING);
        Sending next = sender.get().prepare(chosen);
        sending = next;
        RunningTask started =
                background.run(
                        "Send posts",
                        taskProgress -> {
                            taskProgress.update(Progress.UNKNOWN, "first slice");
                            return next.run(slice -> {
                                taskProgress.update(fraction(chosen, slice), words(slice));
                                background.onUi(() -> hear(number, slice));
                            });
                        },
                        totals -> end(number, chosen, totals),
                        failure -> fail(number, chosen, failure));
        task = started;
        started.stateProperty()
                .subscribe(now -> {
                    if (now == RunningTask.State.CANCELLED && number == runNumber) {
                        ended(State.ENDED);
                        notifications.warn(
                                "Sending cancelled",
                                "The slice under way still ends by itself.",
                                Destination.PRODUCER);
                    }
                });
    }

    /** Ends sending after the present slice. */
    void stop() {
        Sending present = sending;
        if (state.get() == State.SENDING && present != null) {
            state.set(State.STOPPING);
            present.stop();
        }
    }

    private void hear(int number, ProducerProgress slice) {
        if (number == runNumber) {
            rates.add(slice);
            heardAt = Optional.of(clock.instant());
            progress.set(Optional.of(slice));
            showAge();
        }
    }

    private void end(int number, ProducerSettings chosen, ProducerTotals totals) {
        if (number != runNumber) {
            return;
        }
        // A source that never ends has given all it should when the time is over.
        boolean complete =
                totals.done() || (chosen.delivery().isEndless() && totals.notice().isEmpty());
        ended(complete ? State.COMPLETE : State.ENDED);
        String text =
                Numbers.counted(totals.accepted(), "post")
                        + " accepted, "
                        + Numbers.count(totals.failed())
                        + " failed, "
                        + Numbers.count(totals.malformed())
                        + " malformed";
        if (totals.failed() > 0) {
            notifications.warn("Not every post was accepted", text, Destination.PRODUCER);
        } else if (complete) {
            notifications.done("All posts are sent", text, Destination.SHARDS);
        } else {
            notifications.done("Sending has ended early", text, Destination.PRODUCER);
        }
    }

    private void fail(int number, ProducerSettings settings, Exception failure) {
        if (number == runNumber) {
            ended(State.FAILED);
            AwsProblem why = AwsProblem.of("Send posts", settings.functionName(), failure);
            problem.set(Optional.of(why));
            notifications.failed("Sending posts failed", why.reason());
        }
    }

    private void ended(State end) {
        state.set(end);
        sending = null;
        task = null;
    }

    private void forget() {
        rates.clear();
        heardAt = Optional.empty();
        progress.set(Optional.empty());
        problem.set(Optional.empty());
        showAge();
    }

    private void showAge() {
        caption.set(
                heardAt.map(at ->
                                Source.FUNCTION_RESULT.words()
                                        + " · "
                                        + Numbers.ago(Duration.between(at, clock.instant())))
                        .orElse(""));
    }

    private static double fraction(ProducerSettings settings, ProducerProgress slice) {
        return settings.count().isPresent()
                ? Math.min(1.0, slice.totals().sent() / (double) settings.count().getAsLong())
                : Progress.UNKNOWN;
    }

    private static String words(ProducerProgress slice) {
        return Numbers.counted(slice.totals().sent(), "post") + " sent";
    }
}
