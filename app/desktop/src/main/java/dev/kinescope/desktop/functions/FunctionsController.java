package dev.kinescope.desktop.functions;

import dev.kinescope.desktop.controls.ErrorCard;
import dev.kinescope.desktop.controls.LoadingState;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.controls.TextRow;
import dev.kinescope.desktop.dialogs.FilePicker;
import dev.kinescope.desktop.functions.Deployment.CodeSource;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.functions.Invocation;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;

import java.nio.file.Path;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds the Functions view to its view-model, and its lower part to the chosen function's desk. */
final class FunctionsController {
    private final FunctionsViewModel model;
    private final FilePicker files;
    private final DateTimeFormatter times;
    private Subscription deskBindings = Subscription.EMPTY;

    @FXML private Label caption;
    @FXML private Button deployBoth;
    @FXML private LoadingState loading;
    @FXML private ErrorCard problem;
    @FXML private Node notConnected;
    @FXML private HBox cards;
    @FXML private ToggleButton cardProducer;
    @FXML private ToggleButton cardTransform;
    @FXML private HBox desk;
    @FXML private Label deployTitle;
    @FXML private ToggleGroup sources;
    @FXML private ToggleButton sourceBuilt;
    @FXML private ToggleButton sourceOther;
    @FXML private ToggleButton sourceImage;
    @FXML private Label deployFile;
    @FXML private HBox deployDifference;
    @FXML private Button chooseZip;
    @FXML private TextRow imageUri;
    @FXML private Label deployRefusal;
    @FXML private Label deployDoing;
    @FXML private Button deploy;
    @FXML private ErrorCard deployProblem;
    @FXML private GridPane details;
    @FXML private ComboBox<EventTemplate> events;
    @FXML private ErrorCard eventsProblem;
    @FXML private Hyperlink resetEvent;
    @FXML private Button invoke;
    @FXML private TextArea event;
    @FXML private Label eventFault;
    @FXML private Label noResult;
    @FXML private VBox resultSummary;
    @FXML private VBox records;
    @FXML private TextArea payload;
    @FXML private ToggleGroup resultParts;
    @FXML private HBox resultSwitch;
    @FXML private ToggleButton showRecords;
    @FXML private ToggleButton showPayload;
    @FXML private Node recordsScroll;
    @FXML private ErrorCard invokeProblem;
    @FXML private Label logGroup;
    @FXML private Label logCaption;
    @FXML private ListView<LogEntry> log;
    @FXML private ErrorCard logProblem;

    FunctionsController(FunctionsViewModel model, FilePicker files, Clock clock) {
        this.model = model;
        this.files = files;
        this.times = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(clock.getZone());
    }

    @FXML
    private void initialize() {
        caption.textProperty().bind(model.captionProperty());
        problem.offerAgain(model::lookNow);
        eventsProblem.offerAgain(model::readEvents);
        model.eventsProblemProperty().subscribe(why -> show(eventsProblem, why));
        model.problemProperty().subscribe(why -> show(problem, why));
        model.cardsProperty().subscribe(_ -> showCards());
        model.connectedProperty().subscribe(_ -> showCards());
        model.problemProperty().subscribe(_ -> showCards());
        cardProducer.setOnAction(_ -> select(FunctionRole.PRODUCER));
        cardTransform.setOnAction(_ -> select(FunctionRole.TRANSFORM));
        sources.selectedToggleProperty()
                .subscribe((before, now) -> {
                    if (now == null && before != null) {
                        sources.selectToggle(before);
                    }
                });
        resultParts
                .selectedToggleProperty()
                .subscribe((before, now) -> {
                    if (now == null && before != null) {
                        resultParts.selectToggle(before);
                    } else {
                        showResultPart();
                    }
                });
        log.setCellFactory(_ -> new LogCell(times));
        events.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(EventTemplate event) {
                        return event == null ? "" : event.name();
                    }

                    @Override
                    public EventTemplate fromString(String name) {
                        throw new UnsupportedOperationException("It can only be chosen: " + name);
                    }
                });
        model.selectedProperty().subscribe(this::showDesk);
    }

    private void select(FunctionRole role) {
        model.selectedProperty().set(role);
        cardProducer.setSelected(role == FunctionRole.PRODUCER);
        cardTransform.setSelected(role == FunctionRole.TRANSFORM);
    }

    private FunctionsViewModel.Desk current() {
        return model.desk(model.selectedProperty().get());
    }

    private void showCards() {
        boolean known = !model.cardsProperty().get().isEmpty();
        boolean connected = model.connectedProperty().get();
        show(cards, known);
        show(desk, known);
        show(notConnected, !connected);
        deployBoth.setDisable(!known);
        if (connected && !known && model.problemProperty().get().isEmpty()) {
            loading.begin("Looking at the functions…");
        } else {
            loading.end();
        }
        for (FunctionCard card : model.cardsProperty().get()) {
            ToggleButton button =
                    card.role() == FunctionRole.PRODUCER ? cardProducer : cardTransform;
            button.setGraphic(CardNodes.card(card));
            button.setAccessibleText(CardNodes.spoken(card));
        }
        showDeployFacts();
    }

    private void showDesk(FunctionRole role) {
        deskBindings.unsubscribe();
        FunctionsViewModel.Desk desk = model.desk(role);
        var bindings = new ArrayList<Subscription>();
        bindDeployment(desk.deployment(), bindings);
        bindInvoke(desk.invoke(), bindings);
        bindLog(desk.log(), bindings);
        deskBindings = bindings.stream().reduce(Subscription.EMPTY, Subscription::and);
        cardProducer.setSelected(role == FunctionRole.PRODUCER);
        cardTransform.setSelected(role == FunctionRole.TRANSFORM);
        showDeployFacts();
    }

    private void bindDeployment(Deployment deployment, List<Subscription> bindings) {
        Map<CodeSource, ToggleButton> buttons =
                Map.of(
                        CodeSource.BUILT_ZIP, sourceBuilt,
                        CodeSource.OTHER_ZIP, sourceOther,
                        CodeSource.IMAGE, sourceImage);
        buttons.forEach((source, button) ->
                button.setOnAction(_ -> deployment.source.valueProperty().set(source)));
        bindings.add(
                deployment
                        .source
                        .valueProperty()
                        .subscribe(source -> {
                            sources.selectToggle(buttons.get(source));
                            show(chooseZip, source == CodeSource.OTHER_ZIP);
                            show(imageUri, source == CodeSource.IMAGE);
                            showDeployFacts();
                        }));
        bindings.add(imageUri.follow(deployment.imageUri));
        bindings.add(deployment.otherZipProperty().subscribe(_ -> showDeployFacts()));
        bindings.add(deployment.refusalProperty().subscribe(_ -> showDeployable()));
        bindings.add(deployment.busyProperty().subscribe(_ -> showDeployable()));
        bindings.add(
                deployment
                        .doingProperty()
                        .subscribe(doing -> {
                            deployDoing.setText(doing);
                            show(deployDoing, !doing.isEmpty());
                        }));
        bindings.add(deployment.problemProperty().subscribe(why -> show(deployProblem, why)));
    }

    private void showDeployable() {
        Deployment deployment = current().deployment();
        String refusal = deployment.refusalProperty().get();
        deployRefusal.setText(refusal);
        show(deployRefusal, !refusal.isEmpty());
        deploy.setDisable(!refusal.isEmpty() || deployment.busyProperty().get());
        deploy.setText(deployment.busyProperty().get() ? "Deploying…" : "Deploy");
    }

    private void showDeployFacts() {
        FunctionRole role = model.selectedProperty().get();
        Optional<FunctionCard> card = model.card(role);
        Deployment deployment = model.desk(role).deployment();
        CodeSource source = deployment.source.valueProperty().get();
        deployTitle.setText(card.map(now -> "Deploy " + now.spec().name()).orElse("Deploy"));
        deployFile.setText(
                switch (source) {
                    case BUILT_ZIP -> card.map(FunctionsController::builtFile).orElse("");
                    case OTHER_ZIP ->
                            deployment
                                    .otherZipProperty()
                                    .get()
                                    .map(Path::toString)
                                    .orElse("No zip chosen yet");
                    case IMAGE -> "A container image in ECR, same account or shared with it";
                });
        deployDifference.getChildren().clear();
        if (source == CodeSource.BUILT_ZIP) {
            card.flatMap(FunctionCard::differs)
                    .ifPresent(differs ->
                            deployDifference.getChildren().setAll(CardNodes.difference(differs)));
        }
        show(deployDifference, !deployDifference.getChildren().isEmpty());
        CardNodes.fill(details, card);
        logGroup.setText(card.map(now -> now.spec().logGroup()).orElse(""));
    }

    private static String builtFile(FunctionCard card) {
        return card.builtZip().getFileName()
                + (card.builtBytes().isPresent()
                        ? ", " + Numbers.bytes(card.builtBytes().getAsLong())
                        : "");
    }

    private void bindInvoke(InvokeDesk desk, List<Subscription> bindings) {
        events.setOnAction(null);
        events.setItems(desk.events());
        bindings.add(
                desk.chosenProperty().subscribe(chosen -> events.setValue(chosen.orElse(null))));
        events.setOnAction(_ -> {
            EventTemplate chosen = events.getValue();
            if (chosen != null && !desk.chosenProperty().get().equals(Optional.of(chosen))) {
                desk.choose(chosen);
            }
        });
        Bindings.bindBidirectional(event.textProperty(), desk.textProperty());
        bindings.add(() -> Bindings.unbindBidirectional(event.textProperty(), desk.textProperty()));
        bindings.add(desk.editedProperty().subscribe(edited -> show(resetEvent, edited)));
        bindings.add(
                desk.faultProperty()
                        .subscribe(fault -> {
                            eventFault.setText(fault.map(JsonFault::words).orElse(""));
                            show(eventFault, fault.isPresent());
                            showInvocable();
                        }));
        bindings.add(desk.busyProperty().subscribe(_ -> showInvocable()));
        bindings.add(desk.invocationProperty().subscribe(this::showResult));
        bindings.add(desk.problemProperty().subscribe(why -> show(invokeProblem, why)));
    }

    private void showInvocable() {
        InvokeDesk desk = current().invoke();
        invoke.setText(desk.busyProperty().get() ? "Invoking…" : "Invoke");
        invoke.setDisable(desk.busyProperty().get() || desk.faultProperty().get().isPresent());
    }

    private void showResult(Optional<Invocation> invocation) {
        show(noResult, invocation.isEmpty());
        resultSummary.getChildren().setAll(invocation.map(ResultNodes::summary).orElse(List.of()));
        List<RecordResult> answered =
                invocation
                        .filter(answer -> !answer.failed())
                        .map(answer -> RecordResult.of(answer.payload()))
                        .orElse(List.of());
        records.getChildren().setAll(answered.stream().map(ResultNodes::record).toList());
        payload.setText(invocation.map(Invocation::prettyPayload).orElse(""));
        show(resultSwitch, !answered.isEmpty());
        showRecords.setText(Numbers.counted(answered.size(), "record"));
        resultParts.selectToggle(answered.isEmpty() ? showPayload : showRecords);
        showResultPart();
    }

    private void showResultPart() {
        boolean asRecords = showRecords.isSelected();
        show(recordsScroll, asRecords && !records.getChildren().isEmpty());
        show(payload, !asRecords && !payload.getText().isEmpty());
    }

    private void bindLog(LogDesk desk, List<Subscription> bindings) {
        log.setItems(desk.entries());
        ListChangeListener<LogEntry> toEnd = _ -> showEndOfLog();
        desk.entries().addListener(toEnd);
        bindings.add(() -> desk.entries().removeListener(toEnd));
        showEndOfLog();
        bindings.add(desk.captionProperty().subscribe(logCaption::setText));
        bindings.add(desk.problemProperty().subscribe(why -> show(logProblem, why)));
    }

    private void showEndOfLog() {
        if (!log.getItems().isEmpty()) {
            log.scrollTo(log.getItems().size() - 1);
        }
    }

    private static void show(ErrorCard card, Optional<AwsProblem> problem) {
        problem.ifPresentOrElse(card::show, card::clear);
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    @FXML
    private void deployBoth() {
        model.deployBoth();
    }

    @FXML
    private void chooseZip() {
        files.open("Choose the zip to deploy", "Function zip", "*.zip")
                .ifPresent(current().deployment()::choose);
    }

    @FXML
    private void deploy() {
        current().deployment().deploy();
    }

    @FXML
    private void invoke() {
        current().invoke().invoke();
    }

    @FXML
    private void resetEvent() {
        current().invoke().reset();
    }

    @FXML
    private void readLog() {
        current().log().readGroup();
    }

    @FXML
    private void copyLog() {
        var text = new ClipboardContent();
        text.putString(current().log().text());
        Clipboard.getSystemClipboard().setContent(text);
    }
}
