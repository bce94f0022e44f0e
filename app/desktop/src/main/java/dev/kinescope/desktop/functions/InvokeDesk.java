package dev.kinescope.desktop.functions;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Progress;
import dev.kinescope.desktop.background.RunningTask;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.functions.Invocation;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Invoking one function: the event as it is edited, and what came back. */
final class InvokeDesk {
    private final Background background;
    private final Consumer<Invocation> answered;
    private final ObservableList<EventTemplate> events = FXCollections.observableArrayList();
    // One view for good: listeners are held weakly by the view they were added to.
    private final ObservableList<EventTemplate> view =
            FXCollections.unmodifiableObservableList(events);
    private final ReadOnlyObjectWrapper<Optional<EventTemplate>> chosen =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper edited = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<JsonFault>> fault =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Invocation>> invocation =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final Map<String, String> edits = new HashMap<>();
    private Optional<FunctionAccount> account = Optional.empty();
    private Optional<String> function = Optional.empty();

    /** Tells {@code answered} of every answer, on the UI thread. */
    InvokeDesk(Background background, Consumer<Invocation> answered) {
        this.background = background;
        this.answered = answered;
        text.subscribe(this::read);
    }

    /** The events to choose from. */
    ObservableList<EventTemplate> events() {
        return view;
    }

    /** Which event the text began as. */
    ReadOnlyObjectProperty<Optional<EventTemplate>> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** The event as the person has it now; never null. */
    StringProperty textProperty() {
        return text;
    }

    /** Whether the text is another than its file's. */
    ReadOnlyBooleanProperty editedProperty() {
        return edited.getReadOnlyProperty();
    }

    /** Why the text cannot be sent. */
    ReadOnlyObjectProperty<Optional<JsonFault>> faultProperty() {
        return fault.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** The last answer. */
    ReadOnlyObjectProperty<Optional<Invocation>> invocationProperty() {
        return invocation.getReadOnlyProperty();
    }

    /** Why there was no answer. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    void use(Optional<FunctionAccount> next) {
        account = next;
        invocation.set(Optional.empty());
        problem.set(Optional.empty());
    }

    void show(FunctionCard card) {
        function = Optional.of(card.spec().name());
    }

    /** Offers these events; keeps what the person has typed. */
    void offer(List<EventTemplate> found) {
        if (found.equals(events)) {
            return;
        }
        Optional<EventTemplate> before = chosen.get();
        events.setAll(found);
        found.stream()
                .filter(event -> before.isPresent() && event.name().equals(before.get().name()))
                .findFirst()
                .or(() -> found.stream().reduce((first, _) -> first))
                .ifPresent(this::choose);
    }

    /** Shows an event, with the edits that were made to it before. */
    void choose(EventTemplate event) {
        chosen.set(Optional.of(event));
        text.set(edits.getOrDefault(event.name(), event.text()));
        read(text.get());
    }

    /** Goes back to the event as its file has it. */
    void reset() {
        chosen.get()
                .ifPresent(event -> {
                    edits.remove(event.name());
                    choose(event);
                });
    }

    private void read(String now) {
        fault.set(JsonFault.find(now));
        boolean differs = chosen.get().isPresent() && !chosen.get().get().text().equals(now);
        edited.set(differs);
        chosen.get()
                .ifPresent(event -> {
                    if (differs) {
                        edits.put(event.name(), now);
                    } else {
                        edits.remove(event.name());
                    }
                });
    }

    /** Sends the event and waits in the background; a text that is no JSON is not sent. */
    void invoke() {
        if (busy.get() || fault.get().isPresent() || account.isEmpty() || function.isEmpty()) {
            return;
        }
        FunctionAccount present = account.get();
        String name = function.get();
        String event = text.get();
        busy.set(true);
        problem.set(Optional.empty());
        RunningTask task =
                background.run(
                        "Invoke " + name,
                        progress -> {
                            progress.update(Progress.UNKNOWN, "waiting for the answer");
                            return present.invoke(name, event);
                        },
                        answer -> {
                            busy.set(false);
                            if (account.equals(Optional.of(present))) {
                                invocation.set(Optional.of(answer));
                                answered.accept(answer);
                            }
                        },
                        failure -> {
                            busy.set(false);
                            invocation.set(Optional.empty());
                            problem.set(
                                    Optional.of(
                                            AwsProblem.of("Invoke the function", name, failure)));
                        });
        task.stateProperty()
                .subscribe(state -> {
                    if (state == RunningTask.State.CANCELLED) {
                        busy.set(false);
                    }
                });
    }
}
