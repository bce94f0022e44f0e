package dev.kinescope.desktop.producer;

import dev.kinescope.desktop.controls.Chip;
import dev.kinescope.desktop.controls.ChoiceRow;
import dev.kinescope.desktop.controls.ErrorCard;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.controls.Sparkline;
import dev.kinescope.desktop.controls.TextRow;
import dev.kinescope.desktop.producer.ProducerViewModel.State;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.producer.Delivery;
import dev.kinescope.pipeline.producer.MalformedLine;
import dev.kinescope.pipeline.producer.ProducerProgress;
import dev.kinescope.pipeline.producer.ProducerTotals;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Binds the Producer view to its view-model. */
final class ProducerController {
    private final ProducerViewModel model;

    @FXML private Button start;
    @FXML private Button stop;
    @FXML private ErrorCard definitionProblem;
    @FXML private ChoiceRow<Delivery> delivery;
    @FXML private Label deliveryNote;
    @FXML private TextRow keyword;
    @FXML private ChoiceRow<PostsSource> posts;
    @FXML private TextRow postsUri;
    @FXML private TextRow stream;
    @FXML private TextRow duration;
    @FXML private TextRow count;
    @FXML private TextRow rate;
    @FXML private ErrorCard problem;
    @FXML private Node nothingSent;
    @FXML private Node notConnected;
    @FXML private Node live;
    @FXML private Chip stateChip;
    @FXML private Label stateText;
    @FXML private Label caption;
    @FXML private Label sent;
    @FXML private Label seen;
    @FXML private Label accepted;
    @FXML private Label bytes;
    @FXML private Label failed;
    @FXML private Label resent;
    @FXML private Label malformed;
    @FXML private Label rateNow;
    @FXML private Label rateMost;
    @FXML private Sparkline rates;
    @FXML private TableView<ShardCount> shards;
    @FXML private TableColumn<ShardCount, String> shardId;
    @FXML private TableColumn<ShardCount, String> shardAccepted;
    @FXML private TableColumn<ShardCount, String> shardShare;
    @FXML private TableView<MalformedLine> malformedLines;
    @FXML private TableColumn<MalformedLine, String> malformedLine;
    @FXML private TableColumn<MalformedLine, String> malformedReason;
    @FXML private Label malformedMore;

    ProducerController(ProducerViewModel model) {
        this.model = model;
    }

    @FXML
    private void initialize() {
        bindForm();
        definitionProblem.offerAgain(model::readDefinition);
        model.definitionProblemProperty().subscribe(why -> show(definitionProblem, why));
        model.problemProperty().subscribe(why -> show(problem, why));
        caption.textProperty().bind(model.captionProperty());
        column(shardId, ShardCount::shardId);
        column(shardAccepted, row -> Numbers.count(row.accepted()));
        column(shardShare, row -> Numbers.percent(row.share()));
        column(malformedLine, row -> Numbers.count(row.line()));
        column(malformedReason, MalformedLine::reason);
        model.progressProperty().subscribe(this::showCounts);
        model.stateProperty().subscribe(_ -> showState());
        model.connectedProperty().subscribe(_ -> showState());
        model.form().settingsProperty().subscribe(_ -> showState());
    }

    private void bindForm() {
        ProducerForm form = model.form();
        delivery.show(form.delivery, List.of(Delivery.values()), ProducerController::words);
        form.delivery
                .valueProperty()
                .subscribe(chosen -> {
                    boolean replays = chosen == Delivery.REPLAY;
                    deliveryNote.setText(note(chosen));
                    show(deliveryNote, !replays);
                    show(posts, replays);
                    showUri();
                });
        keyword.show(form.keyword);
        posts.show(form.posts, List.of(PostsSource.values()), PostsSource::words);
        form.posts.valueProperty().subscribe((PostsSource _) -> showUri());
        postsUri.show(form.postsUri);
        stream.show(form.stream);
        duration.show(form.duration);
        count.show(form.count);
        rate.show(form.rate);
    }

    private void showUri() {
        show(
                postsUri,
                model.form().delivery.valueProperty().get() == Delivery.REPLAY
                        && model.form().posts.valueProperty().get() == PostsSource.S3);
    }

    private static String words(Delivery delivery) {
        return switch (delivery) {
            case REPLAY -> "Replay of kept posts";
            case REALTIME -> "X, live";
            case SEARCH -> "X, the last seven days";
            case BLUESKY -> "Bluesky, live";
        };
    }

    private static String note(Delivery delivery) {
        return switch (delivery) {
            case REPLAY -> "";
            case REALTIME, SEARCH ->
                    "The keyword is a query in X's own language. The producer reads the bearer"
                            + " token of an app of yours from the secret kinescope/x-bearer-token."
                            + " X bills every post it sends.";
            case BLUESKY ->
                    "Public posts of Bluesky that contain the keyword, without an account. Likes,"
                            + " followers and places are not told.";
        };
    }

    private void showState() {
        State state = model.stateProperty().get();
        boolean connected = model.connectedProperty().get();
        start.setDisable(
                !connected || model.isBusy() || model.form().settingsProperty().get().isEmpty());
        stop.setDisable(state != State.SENDING);
        stop.setText(state == State.STOPPING ? "Stopping…" : "Stop");
        show(notConnected, !connected);
        show(nothingSent, connected && state == State.IDLE);
        show(live, connected && state != State.IDLE);
        switch (state) {
            case IDLE -> stateChip.show("fth-minus-circle", "not started", Chip.Tone.MUTED);
            case SENDING -> stateChip.show("fth-radio", "sending", Chip.Tone.INFO);
            case STOPPING -> stateChip.show("fth-radio", "stopping", Chip.Tone.INFO);
            case COMPLETE -> stateChip.show("fth-check-circle", "all sent", Chip.Tone.READY);
            case ENDED -> stateChip.show("fth-square", "ended early", Chip.Tone.WARNING);
            case FAILED -> stateChip.show("fth-alert-triangle", "failed", Chip.Tone.FAILING);
        }
        showStateText();
    }

    private void showStateText() {
        Optional<ProducerProgress> progress = model.progressProperty().get();
        String slices =
                progress.map(now ->
                                Numbers.counted(now.slices(), "slice")
                                        + " in "
                                        + Numbers.duration(now.elapsed()))
                        .orElse("");
        stateText.setText(
                switch (model.stateProperty().get()) {
                    case IDLE, FAILED, COMPLETE -> slices;
                    case SENDING ->
                            slices.isEmpty() ? "The first slice takes a few seconds." : slices;
                    case STOPPING -> "The slice under way still ends. " + slices;
                    case ENDED -> whyEnded(progress) + " " + slices;
                });
    }

    private static String whyEnded(Optional<ProducerProgress> progress) {
        return progress.flatMap(now -> now.totals().notice())
                .map(notice -> "The source has paused: " + notice + ".")
                .orElse("There was more to send.");
    }

    private void showCounts(Optional<ProducerProgress> progress) {
        ProducerTotals totals = progress.map(ProducerProgress::totals).orElse(ProducerTotals.NONE);
        boolean any = progress.isPresent();
        sent.setText(number(any, totals.sent()));
        seen.setText(
                any
                        ? Numbers.count(totals.seen())
                                + " seen, "
                                + Numbers.count(totals.filtered())
                                + " without the keyword"
                                + (totals.leftOut() > 0
                                        ? ", "
                                                + Numbers.count(totals.leftOut())
                                                + " duplicates or retweets"
                                        : "")
                        : "");
        accepted.setText(number(any, totals.accepted()));
        bytes.setText(any ? Numbers.bytes(totals.bytes()) : "");
        failed.setText(number(any, totals.failed()));
        mark(failed, totals.failed() > 0, "failing-number");
        resent.setText(number(any, totals.resent()));
        malformed.setText(number(any, totals.malformed()));
        mark(malformed, totals.malformed() > 0, "warning-number");
        double[] values = model.rates();
        rates.show(values);
        rateNow.setText(
                values.length == 0 ? "no data yet" : Numbers.perSecond(values[values.length - 1]));
        rateMost.setText(
                values.length == 0
                        ? ""
                        : "most " + Numbers.perSecond(Arrays.stream(values).max().orElse(0)));
        shards.getItems().setAll(ShardCount.of(totals));
        malformedLines.getItems().setAll(totals.malformedLines());
        long unnamed = totals.malformed() - totals.malformedLines().size();
        malformedMore.setText("and " + Numbers.counted(unnamed, "more line"));
        show(malformedMore, unnamed > 0);
        showStateText();
    }

    private static String number(boolean known, long value) {
        return known ? Numbers.count(value) : "–";
    }

    private static void mark(Label label, boolean on, String style) {
        label.getStyleClass().remove(style);
        if (on) {
            label.getStyleClass().add(style);
        }
    }

    private static <R> void column(TableColumn<R, String> column, Function<R, String> text) {
        column.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(text.apply(row.getValue())).getReadOnlyProperty());
    }

    private static void show(ErrorCard card, Optional<AwsProblem> problem) {
        problem.ifPresentOrElse(card::show, card::clear);
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    @FXML
    private void start() {
        model.start();
    }

    @FXML
    private void stop() {
        model.stop();
    }
}
