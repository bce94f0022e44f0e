package dev.kinescope.desktop.overview;

import dev.kinescope.desktop.controls.Icons;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.overview.Edge.Flow;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.pipeline.run.RunRates;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The face of the product: five nodes and the records flowing between them. Firehose and Transform
 * are a loop and S3 hangs on Firehose, as in AWS; the dashed edge is the error prefix.
 */
public final class PipelineDiagram extends Region {
    private static final double NODE_HEIGHT = 112;
    private static final double LOOP_GAP = 64;
    private static final double MAX_NODE_WIDTH = 216;
    private static final double MIN_EDGE = 92;

    private final NodeCard producer = new NodeCard("Producer", lambda());
    private final NodeCard kinesis = new NodeCard("Kinesis", Icons.of("fth-columns"));
    private final NodeCard firehose = new NodeCard("Firehose", Icons.of("fth-truck"));
    private final NodeCard transform = new NodeCard("Transform", lambda());
    private final NodeCard s3 = new NodeCard("S3", Icons.of("fth-database"));
    private final Edge sending = new Edge("edge");
    private final Edge reading = new Edge("edge");
    private final Edge delivering = new Edge("edge");
    private final Edge failing = new Edge("edge", "edge-dashed");
    private final Edge into = new Edge("edge");
    private final Edge outOf = new Edge("edge");
    private final Edge asking = new Edge("edge", "edge-quiet");
    private final Label scorerName = new Label();
    private final Label scorerNote = new Label();
    private final VBox scorer = new VBox(2, new HBox(6, scorerName), scorerNote);
    private Optional<Node> corner = Optional.empty();

    /** A diagram of a pipeline that is not there yet. */
    public PipelineDiagram() {
        getStyleClass().add("pipeline-diagram");
        scorer.getStyleClass().add("scorer");
        scorerNote.getStyleClass().add("caption");
        getChildren()
                .addAll(
                        sending,
                        reading,
                        delivering,
                        failing,
                        into,
                        outOf,
                        asking,
                        producer,
                        kinesis,
                        firehose,
                        transform,
                        s3,
                        scorer);
        producer.setId("node-producer");
        kinesis.setId("node-kinesis");
        firehose.setId("node-firehose");
        transform.setId("node-transform");
        s3.setId("node-s3");
        double height = 2 * NODE_HEIGHT + LOOP_GAP;
        setMinHeight(height);
        setPrefHeight(height);
    }

    /** Puts a node into the free corner at the bottom left. */
    public void setCorner(Node node) {
        corner.ifPresent(getChildren()::remove);
        corner = Optional.of(node);
        getChildren().add(node);
    }

    /** Each node opens its view. */
    void onOpen(Consumer<Destination> open) {
        producer.setOnAction(_ -> open.accept(Destination.PRODUCER));
        kinesis.setOnAction(_ -> open.accept(Destination.SHARDS));
        firehose.setOnAction(_ -> open.accept(Destination.DELIVERY));
        transform.setOnAction(_ -> open.accept(Destination.FUNCTIONS));
        s3.setOnAction(_ -> open.accept(Destination.RESULTS));
    }

    /** Draws a state. */
    void show(DiagramState state) {
        producer.show(state.producer());
        kinesis.show(state.kinesis());
        firehose.show(state.firehose());
        transform.show(state.transform());
        s3.show(state.s3());
        RunRates rates = state.rates();
        sending.show(
                rate(rates.sent()),
                rates.sent() > 0 ? Numbers.bytes(rates.bytesSent()) + "/s" : "",
                Flow.of(rates.sent()));
        reading.show(rate(rates.read()), "", Flow.of(rates.read()));
        delivering.show(rate(rates.lines()), "lines to S3", Flow.of(rates.lines()));
        failing.show("", state.toErrors(), Flow.of(rates.failed()));
        into.show(rate(rates.read()), "in", Flow.of(rates.read()));
        outOf.show(rate(rates.ok()), "ok", Flow.of(rates.ok()));
        asking.show("", "25 per call", Flow.of(rates.ok()));
        boolean local = state.otherScorer().isPresent();
        scorerName.setText(state.otherScorer().orElse("Amazon Comprehend"));
        scorerName.setGraphic(Icons.of("fth-cpu"));
        scorerNote.setText(local ? "in place of Comprehend" : "BatchDetectSentiment");
        scorer.getStyleClass().setAll("scorer", local ? "scorer-local" : "scorer-aws");
        requestLayout();
    }

    private static String rate(double value) {
        return value > 0 ? Numbers.perSecond(value) : "";
    }

    private static Label lambda() {
        var label = new Label("λ");
        label.getStyleClass().add("lambda");
        return label;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double node = Math.min(MAX_NODE_WIDTH, (width - 3 * MIN_EDGE) / 4);
        double edge = (width - 4 * node) / 3;
        double second = NODE_HEIGHT + LOOP_GAP;
        double[] x = {0, node + edge, 2 * (node + edge), 3 * (node + edge)};
        producer.resizeRelocate(x[0], 0, node, NODE_HEIGHT);
        kinesis.resizeRelocate(x[1], 0, node, NODE_HEIGHT);
        firehose.resizeRelocate(x[2], 0, node, NODE_HEIGHT);
        s3.resizeRelocate(x[3], 0, node, NODE_HEIGHT);
        transform.resizeRelocate(x[2], second, node, NODE_HEIGHT);
        double middle = NODE_HEIGHT * 0.38;
        sending.across(x[0] + node, x[1], middle);
        reading.across(x[1] + node, x[2], middle);
        delivering.across(x[2] + node, x[3], middle);
        failing.acrossWithWordsBelow(x[2] + node, x[3], NODE_HEIGHT * 0.74);
        into.along(x[2] + node * 0.36, NODE_HEIGHT, second, Edge.Side.LEFT);
        outOf.along(x[2] + node * 0.64, second, NODE_HEIGHT, Edge.Side.RIGHT);
        double scorerHeight = 52;
        double scorerY = second + (NODE_HEIGHT - scorerHeight) / 2;
        scorer.resizeRelocate(x[3], scorerY, node, scorerHeight);
        asking.across(x[2] + node, x[3], second + NODE_HEIGHT / 2);
        corner.ifPresent(place ->
                place.resizeRelocate(0, second - 12, x[2] - MIN_EDGE / 2, NODE_HEIGHT + 12));
    }
}
