package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.results.SentimentTimeline;

import javafx.geometry.VPos;
import javafx.scene.Group;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Sentiment over time as stacked bars; it reuses its shapes and never animates. */
public final class TimelineChart extends Region {
    private static final double LEFT = 56;
    private static final double BOTTOM = 20;
    private static final double TOP = 8;
    private static final double LABEL_WIDTH = 74;
    private static final int GRID_LINES = 4;

    private final Group grid = new Group();
    private final Group bars = new Group();
    private final List<Rectangle> pool = new ArrayList<>();
    private SentimentTimeline timeline =
            new SentimentTimeline(
                    Duration.ofSeconds(1),
                    List.of(),
                    dev.kinescope.pipeline.results.SentimentCounts.NONE);
    private ZoneId zone = ZoneOffset.UTC;

    /** A chart without bars. */
    public TimelineChart() {
        getStyleClass().add("timeline-chart");
        setMinSize(200, 120);
        setPrefSize(480, 200);
        getChildren().addAll(grid, bars);
    }

    /** Shows a timeline with its times in a zone. */
    public void show(SentimentTimeline newTimeline, ZoneId newZone) {
        timeline = newTimeline;
        zone = newZone;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        grid.getChildren().clear();
        long most =
                timeline.buckets().stream()
                        .mapToLong(bucket -> bucket.counts().scored())
                        .max()
                        .orElse(0);
        long step = gridStep(most);
        double plotHeight = getHeight() - TOP - BOTTOM;
        double plotWidth = getWidth() - LEFT;
        double scale = plotHeight / Math.max(step * Math.ceilDiv(Math.max(most, 1), step), 1);
        for (long value = 0; value <= Math.max(most, 1) + step - 1; value += step) {
            double y = TOP + plotHeight - value * scale;
            if (y >= TOP - 1) {
                gridLine(value, y);
            }
        }
        int used = 0;
        int size = timeline.buckets().size();
        double slot = size == 0 ? 0 : plotWidth / size;
        double barWidth = Math.min(Math.max(slot - 3, slot * 0.7), 46);
        double lastLabelEnd = -1;
        for (int i = 0; i < size; i++) {
            SentimentTimeline.Bucket bucket = timeline.buckets().get(i);
            double x = LEFT + slot * i + (slot - barWidth) / 2;
            double y = TOP + plotHeight;
            // From the bottom: negative, mixed, neutral, positive, so that the extremes frame it.
            Sentiment[] order = Sentiment.values();
            for (int s = order.length - 1; s >= 0; s--) {
                double height = bucket.counts().of(order[s]) * scale;
                if (height > 0) {
                    Rectangle bar = bar(used++);
                    bar.getStyleClass().setAll(SentimentStyle.fill(order[s]));
                    bar.setX(x);
                    bar.setWidth(barWidth);
                    bar.setY(y - height);
                    bar.setHeight(Math.max(height - 1, 0.6));
                    y -= height;
                }
            }
            double labelStart = x + barWidth / 2 - LABEL_WIDTH / 2;
            if (labelStart > lastLabelEnd && labelStart + LABEL_WIDTH <= getWidth() + 10) {
                timeLabel(bucket, x + barWidth / 2);
                lastLabelEnd = labelStart + LABEL_WIDTH;
            }
        }
        for (int i = used; i < pool.size(); i++) {
            pool.get(i).setVisible(false);
        }
    }

    private Rectangle bar(int index) {
        if (index == pool.size()) {
            var bar = new Rectangle();
            pool.add(bar);
            bars.getChildren().add(bar);
        }
        Rectangle bar = pool.get(index);
        bar.setVisible(true);
        return bar;
    }

    private void gridLine(long value, double y) {
        var line = new Line(LEFT, y, getWidth(), y);
        line.getStyleClass().add("axis-line");
        var text = new Text(Numbers.count(value));
        text.getStyleClass().add("axis-text");
        text.setTextOrigin(VPos.CENTER);
        grid.getChildren().addAll(line, text);
        text.applyCss();
        text.setX(LEFT - 8 - text.getLayoutBounds().getWidth());
        text.setY(y);
    }

    private void timeLabel(SentimentTimeline.Bucket bucket, double centre) {
        var text = new Text(format().format(bucket.start().atZone(zone)));
        text.getStyleClass().add("axis-text");
        text.setTextOrigin(VPos.BOTTOM);
        grid.getChildren().add(text);
        text.applyCss();
        text.setX(centre - text.getLayoutBounds().getWidth() / 2);
        text.setY(getHeight());
    }

    private DateTimeFormatter format() {
        long seconds = timeline.width().toSeconds();
        String pattern = seconds < 60 ? "HH:mm:ss" : seconds < 86_400 ? "HH:mm" : "d MMM";
        if (seconds >= 3600 && seconds < 86_400 && timeline.buckets().size() * seconds > 86_400) {
            pattern = "d MMM HH:mm";
        }
        return DateTimeFormatter.ofPattern(pattern, java.util.Locale.ROOT);
    }

    /** A step of 1, 2 or 5 times a power of ten that gives about four lines. */
    static long gridStep(long most) {
        long step = 1;
        for (long power = 1; ; power *= 10) {
            for (long factor : new long[] {1, 2, 5}) {
                step = factor * power;
                if (step * GRID_LINES >= most) {
                    return step;
                }
            }
        }
    }
}
