package dev.kinescope.desktop.results;

import dev.kinescope.desktop.controls.Cells;
import dev.kinescope.desktop.controls.Chip;
import dev.kinescope.desktop.controls.EmptyState;
import dev.kinescope.desktop.controls.ErrorCard;
import dev.kinescope.desktop.controls.LoadingState;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.controls.SentimentDonut;
import dev.kinescope.desktop.controls.SentimentTable;
import dev.kinescope.desktop.controls.TimelineChart;
import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.Sentiment;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Binds the results' layout to its view-model; any press on a chart filters all of it. */
public final class ResultsController {
    private final ResultsViewModel model;
    private final ReadOnlyObjectProperty<Optional<String>> otherScorer;
    private final Runnable runEverything;
    private final Clock clock;
    private final DateTimeFormatter times;
    private final TopList handles;
    private final TopList hashtags;

    @FXML private Label readNote;
    @FXML private Chip scorer;
    @FXML private Button sentimentFilter;
    @FXML private TextField search;
    @FXML private ErrorCard problem;
    @FXML private Label bucket;
    @FXML private TreeView<ObjectTree.Entry> tree;
    @FXML private Label listed;
    @FXML private VBox filled;
    @FXML private SentimentDonut donut;
    @FXML private SentimentTable shares;
    @FXML private Label timelineNote;
    @FXML private TimelineChart timeline;
    @FXML private VBox tops;
    @FXML private Label note;
    @FXML private TableView<ScoredPost> posts;
    @FXML private TableColumn<ScoredPost, ScoredPost> post;
    @FXML private TableColumn<ScoredPost, ScoredPost> postShares;
    @FXML private TableColumn<ScoredPost, Optional<Sentiment>> postSentiment;
    @FXML private TableColumn<ScoredPost, Double> postScore;
    @FXML private VBox loadingBox;
    @FXML private LoadingState loading;
    @FXML private StackPane empty;
    @FXML private EmptyState emptyState;

    ResultsController(
            ResultsViewModel model,
            ReadOnlyObjectProperty<Optional<String>> otherScorer,
            Runnable runEverything,
            Clock clock) {
        this.model = model;
        this.otherScorer = otherScorer;
        this.runEverything = runEverything;
        this.clock = clock;
        this.times = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(clock.getZone());
        this.handles = new TopList("Top handles", this::searchFor);
        this.hashtags = new TopList("Top hashtags", this::searchFor);
    }

    @FXML
    private void initialize() {
        var objects = new ObjectTree(tree, model);
        objects.onChoice(model::choose);
        model.sourceProperty()
                .subscribe(now -> {
                    bucket.setText(now.map(ResultsSource::bucket).orElse("No bucket yet"));
                    now.ifPresent(_ -> objects.reload());
                });
        model.readingProperty()
                .subscribe(now -> {
                    now.ifPresent(this::showReading);
                    if (tree.getSelectionModel().isEmpty() && now.isPresent()) {
                        objects.reload();
                    }
                });
        model.digestProperty().subscribe(this::showDigest);
        model.loadingProperty().subscribe(_ -> showState());
        model.loadingNoteProperty().subscribe(loading::begin);
        model.problemProperty()
                .subscribe(now -> {
                    now.ifPresentOrElse(problem::show, problem::clear);
                    showState();
                });
        problem.offerAgain(model::refresh);
        emptyState.offer("fth-play", "Run everything", runEverything);
        otherScorer.subscribe(this::showScorer);
        search.textProperty().subscribe(model::search);
        donut.onSlice(model::toggle);
        shares.onRow(model::toggle);
        model.filterProperty().subscribe(this::showFilter);
        note.textProperty().bind(model.noteProperty());
        tops.getChildren().setAll(handles, hashtags);
        tops.setSpacing(14);
        setUpPosts();
    }

    private void setUpPosts() {
        var sorted = new SortedList<>(model.shownPosts());
        sorted.comparatorProperty().bind(posts.comparatorProperty());
        posts.setItems(sorted);
        Cells.fill(posts, post);
        post.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        post.setComparator(Comparator.comparing(each -> each.createdAt().orElse(Instant.EPOCH)));
        post.setCellFactory(_ -> new PostCell(times));
        postShares.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        postShares.setCellFactory(_ -> new ScoresCell());
        Cells.sentiment(postSentiment, ScoredPost::sentiment);
        Cells.number(
                postScore,
                post -> post.confidence().orElse(-1.0),
                score -> score < 0 ? "–" : String.format(Locale.ROOT, "%.2f", score));
        var nothing = new Label("No post passes the filter.");
        nothing.getStyleClass().add("page-note");
        posts.setPlaceholder(nothing);
        var tooltip = new Tooltip();
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(420);
        posts.getSelectionModel()
                .selectedItemProperty()
                .subscribe(post -> {
                    if (post == null) {
                        posts.setTooltip(null);
                    } else {
                        tooltip.setText(post.text());
                        posts.setTooltip(tooltip);
                    }
                });
    }

    private void showReading(ResultsViewModel.Reading reading) {
        readNote.setText(
                Numbers.counted(reading.objects(), "object")
                        + ", "
                        + Numbers.bytes(reading.bytes())
                        + ", read here at "
                        + DateTimeFormatter.ofPattern("HH:mm:ss")
                                .withZone(clock.getZone())
                                .format(reading.at()));
        listed.setText(
                "Listed here at "
                        + DateTimeFormatter.ofPattern("HH:mm:ss")
                                .withZone(clock.getZone())
                                .format(reading.at()));
        showState();
    }

    private void showScorer(Optional<String> who) {
        show(scorer, who.isPresent());
        who.ifPresent(name -> scorer.show("fth-cpu", name, Chip.Tone.LOCAL));
    }

    private void showDigest(Digest digest) {
        donut.show(digest.counts());
        shares.show(digest.counts());
        timeline.show(digest.timeline(), clock.getZone());
        timelineNote.setText(
                "posts per " + Numbers.duration(digest.timeline().width()) + ", by creation");
        handles.show(digest.handles(), "@");
        hashtags.show(digest.hashtags(), "");
        showState();
    }

    private void showFilter(PostFilter filter) {
        show(sentimentFilter, filter.sentiment().isPresent());
        sentimentFilter.setText(filter.sentiment().map(Sentiment::name).orElse(""));
        if (!search.getText().equals(filter.text())) {
            search.setText(filter.text());
        }
    }

    private void showState() {
        boolean reading = model.loadingProperty().get();
        if (reading) {
            loading.begin(model.loadingNoteProperty().get());
        } else {
            loading.end();
        }
        boolean none = !model.hasPosts();
        show(loadingBox, reading && none);
        show(empty, !reading && none && model.problemProperty().get().isEmpty());
        filled.setVisible(!none);
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private void searchFor(String text) {
        search.setText(text);
    }

    @FXML
    private void clearSentiment() {
        model.filterProperty().set(model.filterProperty().get().withSentiment(Optional.empty()));
    }

    @FXML
    private void refresh() {
        tree.getSelectionModel().clearSelection();
        model.refresh();
    }

    @FXML
    private void cancel() {
        model.cancel();
    }
}
