package dev.kinescope.desktop.overview;

import dev.kinescope.desktop.controls.Cells;
import dev.kinescope.desktop.controls.EmptyState;
import dev.kinescope.desktop.controls.ErrorCard;
import dev.kinescope.desktop.controls.Metric;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.controls.SentimentDonut;
import dev.kinescope.desktop.controls.SentimentTable;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.results.SentimentCounts;
import dev.kinescope.pipeline.run.RunSnapshot;
import dev.kinescope.pipeline.run.Stage;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;

import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Binds the overview's layout to its view-model. */
public final class OverviewController {
    private final OverviewViewModel model;
    private final Clock clock;
    private final DateTimeFormatter times;
    // Held here, or the binding would be collected.
    private final BooleanBinding canRun;
    private final Metric throughput = new Metric("Throughput");
    private final Metric onTheWay = new Metric("On the way");

    @FXML private Label note;
    @FXML private Label diagramNote;
    @FXML private Button stop;
    @FXML private Button run;
    @FXML private ErrorCard problem;
    @FXML private PipelineDiagram diagram;
    @FXML private ConservationLine conservation;
    @FXML private SentimentDonut donut;
    @FXML private SentimentTable shares;
    @FXML private Label sentimentNote;
    @FXML private EmptyState noPosts;
    @FXML private TableView<ScoredPost> posts;
    @FXML private TableColumn<ScoredPost, String> postTime;
    @FXML private TableColumn<ScoredPost, String> postHandle;
    @FXML private TableColumn<ScoredPost, String> postText;
    @FXML private TableColumn<ScoredPost, Optional<Sentiment>> postSentiment;
    @FXML private TableColumn<ScoredPost, Double> postScore;

    OverviewController(OverviewViewModel model, Clock clock) {
        this.model = model;
        this.clock = clock;
        this.times = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(clock.getZone());
        this.canRun = model.canRun();
    }

    @FXML
    private void initialize() {
        throughput.setId("throughput");
        throughput.setPrefWidth(260);
        onTheWay.setPrefWidth(260);
        diagram.setCorner(new HBox(32, throughput, onTheWay));
        note.textProperty().bind(model.noteProperty());
        diagramNote.textProperty().bind(model.diagramNoteProperty());
        stop.disableProperty().bind(model.runningProperty().not());
        canRun.subscribe(now -> run.setDisable(!now));
        diagram.onOpen(model::open);
        model.diagramProperty()
                .subscribe(state -> {
                    diagram.setVisible(state.isPresent());
                    state.ifPresent(diagram::show);
                });
        model.problemProperty()
                .subscribe(now -> now.ifPresentOrElse(problem::show, problem::clear));
        model.runProperty().subscribe(this::showRun);
        donut.onSlice(_ -> model.open(Destination.RESULTS));
        shares.onRow(_ -> model.open(Destination.RESULTS));
        noPosts.visibleProperty().bind(Bindings.isEmpty(posts.getItems()));
        posts.visibleProperty().bind(noPosts.visibleProperty().not());
        Cells.fill(posts, postText);
        Cells.text(postTime, post -> post.createdAt().map(times::format).orElse("–"));
        Cells.text(postHandle, post -> "@" + post.handle());
        Cells.text(postText, ScoredPost::text);
        Cells.sentiment(postSentiment, ScoredPost::sentiment);
        Cells.number(
                postScore,
                post -> post.confidence().orElse(-1.0),
                score -> score < 0 ? "–" : String.format(Locale.ROOT, "%.2f", score));
    }

    private void showRun(Optional<RunSnapshot> now) {
        conservation.show(now.map(RunSnapshot::conservation));
        String source = now.map(run -> "Measured here, " + age(run)).orElse("No run yet");
        boolean over = now.filter(run -> run.stage() == Stage.DONE).isPresent();
        throughput.show(
                now.map(run -> Numbers.amount(over ? average(run) : run.rates().sent()))
                        .orElse("–"),
                "posts/s",
                over ? "Average while sending, measured here" : source,
                model.course().throughput());
        onTheWay.show(
                now.map(run -> Numbers.count(run.conservation().onTheWay())).orElse("–"),
                "records",
                source,
                model.course().onTheWay());
        SentimentCounts counts = now.map(RunSnapshot::sentiment).orElse(SentimentCounts.NONE);
        donut.show(counts);
        shares.show(counts);
        posts.getItems().setAll(now.map(RunSnapshot::newestPosts).orElse(List.of()));
        sentimentNote.setText(
                now.map(run -> "Delivered lines of this run, " + age(run) + scorer())
                        .orElse("No run yet"));
    }

    private static double average(RunSnapshot run) {
        Duration sending = run.stageTimes().getOrDefault(Stage.SEND, Duration.ZERO);
        return sending.isZero() ? 0 : run.counts().sent() * 1000.0 / sending.toMillis();
    }

    private String age(RunSnapshot run) {
        return Numbers.ago(Duration.between(run.startedAt().plus(run.elapsed()), clock.instant()));
    }

    private String scorer() {
        return model.otherScorer().map(who -> " · " + who).orElse("");
    }

    @FXML
    private void runEverything() {
        model.runEverything();
    }

    @FXML
    private void stopRun() {
        model.stopRun();
    }

    @FXML
    private void openResults() {
        model.open(Destination.RESULTS);
    }
}
