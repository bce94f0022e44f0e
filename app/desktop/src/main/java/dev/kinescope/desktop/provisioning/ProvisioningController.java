package dev.kinescope.desktop.provisioning;

import dev.kinescope.desktop.controls.ChoiceRow;
import dev.kinescope.desktop.controls.EmptyState;
import dev.kinescope.desktop.controls.ErrorCard;
import dev.kinescope.desktop.controls.LoadingState;
import dev.kinescope.desktop.controls.StateChip;
import dev.kinescope.desktop.controls.TextRow;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition.Compression;
import dev.kinescope.pipeline.provisioning.Keep;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.provisioning.Plan;
import dev.kinescope.pipeline.provisioning.PlannedChange;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.ResourceStatus;
import dev.kinescope.pipeline.provisioning.StreamDefinition.Mode;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Binds the Provision view to its view-model. */
final class ProvisioningController {
    private static final List<Action> SHOWN =
            List.of(Action.CREATE, Action.UPDATE, Action.REPLACE, Action.UNCHANGED);

    private final ProvisioningViewModel model;
    private final DateTimeFormatter times;

    @FXML private Label subtitle;
    @FXML private MenuButton tearDown;
    @FXML private Button planAgain;
    @FXML private Button apply;
    @FXML private TextRow streamName;
    @FXML private ChoiceRow<Mode> mode;
    @FXML private TextRow shards;
    @FXML private TextRow retention;
    @FXML private TextRow deliveryName;
    @FXML private TextRow bucket;
    @FXML private TextRow bufferMiB;
    @FXML private TextRow bufferSeconds;
    @FXML private TextRow processorMB;
    @FXML private TextRow processorSeconds;
    @FXML private ChoiceRow<Compression> compression;
    @FXML private TextRow prefix;
    @FXML private TextRow errorPrefix;
    @FXML private CheckBox rawBackup;
    @FXML private TextRow rawBackupPrefix;
    @FXML private ScrollPane formScroll;
    @FXML private ErrorCard filesProblem;
    @FXML private Label differs;
    @FXML private Hyperlink revert;
    @FXML private Button save;
    @FXML private HBox planCounts;
    @FXML private Label planMade;
    @FXML private Label planOutdated;
    @FXML private LoadingState planning;
    @FXML private ErrorCard planProblem;
    @FXML private EmptyState notConnected;
    @FXML private ScrollPane planScroll;
    @FXML private VBox planRows;
    @FXML private Label workTitle;
    @FXML private VBox stepRows;
    @FXML private Label noSteps;
    @FXML private HBox stopRow;
    @FXML private ErrorCard workProblem;
    @FXML private VBox resourceRows;
    @FXML private Label statusCaption;

    ProvisioningController(ProvisioningViewModel model, Clock clock) {
        this.model = model;
        this.times = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(clock.getZone());
    }

    @FXML
    private void initialize() {
        bindForm();
        bindPlan();
        bindWork();
        model.watched().statusProperty().subscribe(this::showStatus);
        statusCaption.textProperty().bind(model.watched().captionProperty());
    }

    private void bindForm() {
        DefinitionForm form = model.form();
        streamName.show(form.streamName);
        mode.show(
                form.mode,
                List.of(Mode.values()),
                each -> each == Mode.PROVISIONED ? "Provisioned" : "On demand");
        shards.show(form.shards);
        form.mode
                .valueProperty()
                .subscribe(now -> shards.input().setDisable(now == Mode.ON_DEMAND));
        retention.show(form.retentionHours);
        deliveryName.show(form.deliveryName);
        bucket.show(form.bucket);
        bufferMiB.show(form.bufferMiB);
        bufferSeconds.show(form.bufferSeconds);
        processorMB.show(form.processorMB);
        processorSeconds.show(form.processorSeconds);
        compression.show(
                form.compression,
                List.of(Compression.values()),
                each -> each == Compression.GZIP ? "GZIP" : "None");
        prefix.show(form.prefix);
        errorPrefix.show(form.errorPrefix);
        form.rawBackup.valueProperty().subscribe(rawBackup::setSelected);
        rawBackup.selectedProperty().subscribe(form.rawBackup.valueProperty()::set);
        rawBackupPrefix.show(form.rawBackupPrefix);
        form.rawBackup.valueProperty().subscribe(on -> show(rawBackupPrefix, on));
        model.filesProblemProperty().subscribe(problem -> show(filesProblem, problem));
        filesProblem.offerAgain(model::readFiles);
        formScroll.visibleProperty().bind(form.filledProperty());
        formScroll
                .disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () ->
                                        model.planStateProperty().get()
                                                        == ProvisioningViewModel.PlanState
                                                                .NOT_CONNECTED
                                                || model.busyProperty().get(),
                                model.planStateProperty(),
                                model.busyProperty()));
        form.changedProperty()
                .subscribe(changed -> {
                    differs.setVisible(changed);
                    revert.setVisible(changed);
                });
        form.definitionProperty().subscribe(this::showDefinition);
        save.disableProperty()
                .bind(
                        form.changedProperty()
                                .not()
                                .or(form.definitionProperty().isEqualTo(Optional.empty())));
    }

    private void showDefinition(Optional<PipelineDefinition> definition) {
        subtitle.setText(
                definition
                        .map(now ->
                                "Pipeline "
                                        + now.stream().name()
                                        + ", from resources/ on this computer")
                        .orElse("From resources/ on this computer"));
    }

    private void bindPlan() {
        model.planProperty().subscribe(_ -> showPlan());
        model.planStateProperty().subscribe(_ -> showPlan());
        model.outdated().subscribe(_ -> showPlan());
        model.busyProperty().subscribe(_ -> showPlan());
        model.form().definitionProperty().subscribe(_ -> showPlan());
        model.planProblemProperty().subscribe(problem -> show(planProblem, problem));
        planProblem.offerAgain(model::planAgain);
    }

    private void showPlan() {
        Optional<Plan> plan = model.planProperty().get();
        ProvisioningViewModel.PlanState state = model.planStateProperty().get();
        boolean outdated = model.outdated().get();
        boolean busy = model.busyProperty().get();
        boolean valid = model.form().definitionProperty().get().isPresent();
        long changes =
                plan.map(now -> (long) ProvisioningViewModel.riskiestFirst(now).size()).orElse(0L);
        apply.setText(
                switch ((int) Math.min(changes, 2)) {
                    case 0 -> "Apply";
                    case 1 -> "Apply (1 change)";
                    default -> "Apply (" + changes + " changes)";
                });
        boolean ready = state == ProvisioningViewModel.PlanState.READY && !busy;
        apply.setDisable(!ready || outdated || changes == 0);
        planAgain.setDisable(
                busy
                        || !valid
                        || state == ProvisioningViewModel.PlanState.PLANNING
                        || state == ProvisioningViewModel.PlanState.NOT_CONNECTED);
        tearDown.setDisable(
                busy || !valid || state == ProvisioningViewModel.PlanState.NOT_CONNECTED);
        show(planOutdated, outdated && !busy);
        planOutdated.setText(
                valid
                        ? "The form has changed since this plan was made: plan again."
                        : "A field in the form is wrong: correct it, then plan again.");
        show(notConnected, state == ProvisioningViewModel.PlanState.NOT_CONNECTED);
        if (state == ProvisioningViewModel.PlanState.PLANNING) {
            planning.begin("Comparing with the account…");
        } else {
            planning.end();
        }
        show(planScroll, plan.isPresent());
        planMade.setText(plan.map(now -> "made " + times.format(now.madeAt())).orElse(""));
        planCounts.getChildren().clear();
        planRows.getChildren().clear();
        plan.ifPresent(this::showRows);
    }

    private void showRows(Plan plan) {
        for (Action action : SHOWN) {
            long number = plan.count(action);
            if (number > 0) {
                planCounts.getChildren().add(PlanRows.count(action, number));
            }
        }
        var rows = new ArrayList<Node>();
        ProvisioningViewModel.riskiestFirst(plan)
                .forEach(change -> rows.add(PlanRows.changing(change)));
        List<PlannedChange> unchanged =
                plan.changes().stream().filter(change -> !change.changesSomething()).toList();
        if (!unchanged.isEmpty()) {
            rows.add(PlanRows.unchanged(unchanged));
        }
        planRows.getChildren().setAll(rows);
    }

    private void bindWork() {
        model.workingProperty()
                .subscribe(title -> workTitle.setText(title.isEmpty() ? "Steps" : title));
        model.steps().rows().addListener((ListChangeListener<StepRow>) _ -> showSteps());
        model.steps().waitingProperty().subscribe(_ -> showSteps());
        model.busyProperty().subscribe(busy -> show(stopRow, busy));
        model.workProblemProperty().subscribe(problem -> show(workProblem, problem));
    }

    private void showSteps() {
        var rows = new ArrayList<Node>();
        model.steps().rows().forEach(row -> rows.add(StepRows.of(row)));
        int waiting = model.steps().waitingProperty().get();
        if (waiting > 0) {
            rows.add(StepRows.waiting(waiting));
        }
        stepRows.getChildren().setAll(rows);
        show(noSteps, rows.isEmpty());
    }

    private void showStatus(Optional<PipelineStatus> status) {
        resourceRows
                .getChildren()
                .setAll(
                        status.map(PipelineStatus::all).orElse(List.of()).stream()
                                .map(ProvisioningController::resource)
                                .toList());
    }

    private static Node resource(ResourceStatus resource) {
        var name = new Label(resource.name());
        name.getStyleClass().add("body");
        name.setTooltip(new Tooltip(resource.name()));
        String detail =
                resource.kind().words()
                        + (resource.detail().isEmpty() ? "" : " · " + resource.detail());
        var caption = new Label(detail);
        caption.getStyleClass().add("caption");
        caption.setWrapText(true);
        var words = new VBox(name, caption);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        var chip = new StateChip();
        chip.show(resource.state());
        var row = new HBox(8, words, chip);
        row.getStyleClass().add("resource-row");
        return row;
    }

    private static void show(ErrorCard card, Optional<AwsProblem> problem) {
        problem.ifPresentOrElse(card::show, card::clear);
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    @FXML
    private void planAgain() {
        model.planAgain();
    }

    @FXML
    private void apply() {
        model.apply();
    }

    @FXML
    private void tearDownKeepingData() {
        model.tearDown(Keep.DATA);
    }

    @FXML
    private void tearDownWithData() {
        model.tearDown(Keep.NOTHING);
    }

    @FXML
    private void cancel() {
        model.cancel();
    }

    @FXML
    private void revert() {
        model.revert();
    }

    @FXML
    private void save() {
        model.save();
    }
}
