package dev.kinescope.desktop.provisioning;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.RunningTask;
import dev.kinescope.desktop.background.Work;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.dialogs.Asker;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.provisioning.Keep;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.Plan;
import dev.kinescope.pipeline.provisioning.PlannedChange;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The form, the plan that follows from it, and the work of applying it or tearing down. */
final class ProvisioningViewModel {
    /** Where the plan stands. */
    enum PlanState {
        NOT_CONNECTED,
        PLANNING,
        READY,
        FAILED
    }

    private final Background background;
    private final Notifications notifications;
    private final Asker asker;
    private final Clock clock;
    private final DefinitionForm form = new DefinitionForm();
    private final StepList steps;
    private final StatusWatch watch;
    private final ReadOnlyObjectWrapper<PlanState> planState =
            new ReadOnlyObjectWrapper<>(PlanState.NOT_CONNECTED);
    private final ReadOnlyObjectWrapper<Optional<Plan>> plan =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> planProblem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> filesProblem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> workProblem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper working = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final BooleanBinding outdated;
    private Optional<PipelineAccount> account = Optional.empty();
    private @Nullable RunningTask task;
    private int planNumber;

    ProvisioningViewModel(
            Background background, Notifications notifications, Asker asker, Clock clock) {
        this.background = background;
        this.notifications = notifications;
        this.asker = asker;
        this.clock = clock;
        this.steps = new StepList(background);
        this.watch = new StatusWatch(background, clock);
        this.outdated =
                Bindings.createBooleanBinding(
                        () ->
                                plan.get().isPresent()
                                        && !plan.get()
                                                .map(Plan::definition)
                                                .equals(form.definitionProperty().get()),
                        plan,
                        form.definitionProperty());
    }

    DefinitionForm form() {
        return form;
    }

    StepList steps() {
        return steps;
    }

    ReadOnlyObjectProperty<PlanState> planStateProperty() {
        return planState.getReadOnlyProperty();
    }

    /** The last plan, made for what the form said then. */
    ReadOnlyObjectProperty<Optional<Plan>> planProperty() {
        return plan.getReadOnlyProperty();
    }

    /** Whether the form has changed since the plan was made. */
    BooleanBinding outdated() {
        return outdated;
    }

    /** Why there is no plan. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> planProblemProperty() {
        return planProblem.getReadOnlyProperty();
    }

    /** Why the files could not be read or written. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> filesProblemProperty() {
        return filesProblem.getReadOnlyProperty();
    }

    /** Why applying or tearing down failed. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> workProblemProperty() {
        return workProblem.getReadOnlyProperty();
    }

    /** Every resource as last looked at, with source and age. */
    StatusWatch watched() {
        return watch;
    }

    /** Whether it is applying or tearing down now. */
    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** What it does or did last, for example {@code Apply 6 changes}; empty before the first. */
    ReadOnlyStringProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /** What the plan changes, the riskiest first. */
    static List<PlannedChange> riskiestFirst(Plan plan) {
        return plan.changes().stream()
                .filter(PlannedChange::changesSomething)
                .sorted(Comparator.comparingInt(ProvisioningViewModel::risk))
                .toList();
    }

    private static int risk(PlannedChange change) {
        return switch (change.action()) {
            case REPLACE -> 0;
            case UPDATE -> change.losesData() ? 1 : 2;
            case CREATE -> 3;
            case UNCHANGED -> 4;
        };
    }

    /** Works on this account from now on, or on none. */
    void use(Optional<PipelineAccount> next) {
        if (task != null) {
            task.cancel();
        }
        account = next;
        planNumber++;
        plan.set(Optional.empty());
        planProblem.set(Optional.empty());
        workProblem.set(Optional.empty());
        watch.forget();
        steps.clear();
        working.set("");
        watch();
        planState.set(next.isPresent() ? PlanState.PLANNING : PlanState.NOT_CONNECTED);
        filesProblem.set(Optional.empty());
        if (watch.isOn()) {
            readFiles();
        }
    }

    /** The view is seen: reads the files unless they were edited here, plans, and polls. */
    void shown() {
        if (watch.isOn()) {
            return;
        }
        watch.start();
        if (form.changedProperty().get() || busy.get()) {
            watch();
        } else {
            readFiles();
        }
    }

    void hidden() {
        watch.stop();
    }

    /** Reads the files as they are for this account, and plans. */
    void readFiles() {
        if (account.isEmpty()) {
            return;
        }
        PipelineAccount present = account.get();
        background.load(
                present::load,
                definition -> {
                    if (account.equals(Optional.of(present))) {
                        filesProblem.set(Optional.empty());
                        form.begin(definition);
                        planAgain();
                    }
                },
                failure -> {
                    if (account.equals(Optional.of(present))) {
                        filesProblem.set(
                                Optional.of(AwsProblem.of("Read the definition", "", failure)));
                        planState.set(PlanState.FAILED);
                    }
                });
    }

    /** Undoes the edits and plans. */
    void revert() {
        form.revert();
        planAgain();
    }

    /** Writes what the form says into the files. */
    void save() {
        Optional<PipelineDefinition> definition = form.definitionProperty().get();
        if (account.isPresent() && definition.isPresent()) {
            save(account.get(), definition.get());
        }
    }

    private void save(PipelineAccount present, PipelineDefinition definition) {
        background.load(
                () -> {
                    present.save(definition);
                    return definition;
                },
                this::saved,
                failure ->
                        filesProblem.set(
                                Optional.of(AwsProblem.of("Save the definition", "", failure))));
    }

    private void saved(PipelineDefinition definition) {
        filesProblem.set(Optional.empty());
        form.begin(definition);
        notifications.done(
                "Definition saved",
                "stream.json and delivery-stream.json say what the form says.",
                Destination.PROVISION);
    }

    /** Compares what the form says with the account. */
    void planAgain() {
        Optional<PipelineDefinition> definition = form.definitionProperty().get();
        watch();
        if (busy.get() || account.isEmpty() || definition.isEmpty()) {
            return;
        }
        int number = ++planNumber;
        PipelineAccount present = account.get();
        planState.set(PlanState.PLANNING);
        background.load(
                () -> present.plan(definition.get()),
                made -> {
                    if (number == planNumber) {
                        planProblem.set(Optional.empty());
                        plan.set(Optional.of(made));
                        planState.set(PlanState.READY);
                    }
                },
                failure -> {
                    if (number == planNumber) {
                        plan.set(Optional.empty());
                        planProblem.set(Optional.of(AwsProblem.of("Make a plan", "", failure)));
                        planState.set(PlanState.FAILED);
                    }
                });
    }

    /** Does what the plan says, after asking once more if that deletes something. */
    void apply() {
        Optional<Plan> chosen = plan.get();
        if (busy.get() || outdated.get() || chosen.isEmpty() || account.isEmpty()) {
            return;
        }
        if (chosen.get().changesNothing()) {
            return;
        }
        PipelineAccount present = account.get();
        if (chosen.get().needsAsking()) {
            asker.ask(
                    Losses.ofReplacing(chosen.get(), present.place()),
                    () -> apply(present, chosen.get()));
        } else {
            apply(present, chosen.get());
        }
    }

    private void apply(PipelineAccount present, Plan chosen) {
        long changes = chosen.changes().stream().filter(PlannedChange::changesSomething).count();
        work(
                "Apply " + Numbers.counted(changes, "change"),
                present,
                progress -> {
                    present.apply(chosen, steps.listener(progress));
                    return Numbers.counted(changes, "change") + " made";
                });
    }

    /** Looks what is there, asks, and then deletes it. */
    void tearDown(Keep keep) {
        Optional<PipelineDefinition> definition = form.definitionProperty().get();
        if (busy.get() || account.isEmpty() || definition.isEmpty()) {
            return;
        }
        PipelineAccount present = account.get();
        background.load(
                () -> present.status(definition.get()),
                now -> {
                    if (now.isEmpty()) {
                        notifications.warn(
                                "Nothing to tear down",
                                "No resource with these names is there.",
                                Destination.PROVISION);
                        return;
                    }
                    asker.ask(
                            Losses.ofTearingDown(definition.get(), now, keep, present.place()),
                            () -> tearDown(present, definition.get(), keep));
                },
                failure ->
                        workProblem.set(
                                Optional.of(AwsProblem.of("Look what is there", "", failure))));
    }

    private void tearDown(PipelineAccount present, PipelineDefinition definition, Keep keep) {
        work(
                "Tear down " + definition.stream().name(),
                present,
                progress -> {
                    present.tearDown(definition, keep, steps.listener(progress));
                    return keep == Keep.DATA
                            ? "The bucket, its objects and the log groups are kept"
                            : "Nothing is left";
                });
    }

    /** Stops the work under way; what is done stays. */
    void cancel() {
        if (task != null) {
            task.cancel();
        }
    }

    private void work(String title, PipelineAccount present, Work<String> what) {
        if (busy.get() || !account.equals(Optional.of(present))) {
            return;
        }
        Instant start = clock.instant();
        busy.set(true);
        workProblem.set(Optional.empty());
        steps.clear();
        working.set(title);
        task =
                background.run(
                        title,
                        what,
                        outcome -> {
                            ended();
                            notifications.done(
                                    title + ": done",
                                    outcome
                                            + ", in "
                                            + Numbers.duration(
                                                    Duration.between(start, clock.instant())),
                                    Destination.PROVISION);
                        },
                        failure -> {
                            ended();
                            AwsProblem problem = AwsProblem.of(title, "", failure);
                            workProblem.set(Optional.of(problem));
                            notifications.failed(title + " failed", problem.reason());
                        });
        task.stateProperty()
                .subscribe(state -> {
                    if (state == RunningTask.State.CANCELLED) {
                        ended();
                        notifications.warn(
                                title + ": stopped",
                                "What was done so far stays.",
                                Destination.PROVISION);
                    }
                });
    }

    private void ended() {
        steps.end();
        busy.set(false);
        task = null;
        planAgain();
    }

    private void watch() {
        watch.watch(account, form.definitionProperty().get());
    }
}
