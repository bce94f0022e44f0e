package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.controls.Numbers;

import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.text.Text;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws the hash range as 128 slices from cool to hot, with the shards' borders and their shares
 * printed below, so that colour is never all there is.
 */
final class HeatBar extends Region {
    private static final double LEAST_BAR = 26;
    private static final double TICK = 6;
    private static final double LABELS = 18;
    private static final double GAP = 8;

    private final List<Region> slices = new ArrayList<>();
    private final List<Line> borders = new ArrayList<>();
    private final List<Text> labels = new ArrayList<>();
    private HeatMap map = HeatMap.EMPTY;

    HeatBar() {
        getStyleClass().add("heat-bar");
        setAccessibleRole(AccessibleRole.TEXT);
        for (int i = 0; i < HeatMap.SLICES; i++) {
            var slice = new Region();
            slice.getStyleClass().addAll("heat-slice", "heat-0");
            slice.setManaged(false);
            slices.add(slice);
        }
        getChildren().addAll(slices);
        setMinHeight(LEAST_BAR + TICK + LABELS);
        setPrefHeight(LEAST_BAR + TICK + LABELS);
    }

    /** Shows another spread. */
    void show(HeatMap next) {
        boolean sameShards = map.segments().size() == next.segments().size();
        map = next;
        for (int i = 0; i < HeatMap.SLICES; i++) {
            int level = i < next.slices().size() ? next.slices().get(i).level() : 0;
            String style = "heat-" + level;
            if (!slices.get(i).getStyleClass().contains(style)) {
                slices.get(i).getStyleClass().setAll("heat-slice", style);
            }
        }
        if (!sameShards) {
            makeMarks();
        }
        var spoken = new StringBuilder("Share of sampled records by shard: ");
        for (int i = 0; i < next.segments().size(); i++) {
            HeatMap.Segment segment = next.segments().get(i);
            Text label = labels.get(i);
            label.setText(text(segment));
            label.getStyleClass().setAll(segment.hot() ? "heat-hot" : "axis-text");
            spoken.append(text(segment)).append(", ");
        }
        setAccessibleText(spoken.toString());
        requestLayout();
    }

    private String text(HeatMap.Segment segment) {
        if (map.records() == 0) {
            return segment.shard();
        }
        return segment.shard()
                + " · "
                + Numbers.wholePercent(segment.share())
                + (segment.hot() ? " hot" : "");
    }

    private void makeMarks() {
        getChildren().removeAll(borders);
        getChildren().removeAll(labels);
        borders.clear();
        labels.clear();
        for (int i = 0; i < map.segments().size(); i++) {
            var border = new Line();
            border.getStyleClass().add("heat-border");
            border.setManaged(false);
            border.setVisible(i > 0);
            borders.add(border);
            var label = new Text();
            label.setTextOrigin(VPos.TOP);
            label.setManaged(false);
            labels.add(label);
        }
        getChildren().addAll(borders);
        getChildren().addAll(labels);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double bar = getHeight() - TICK - LABELS;
        for (int i = 0; i < HeatMap.SLICES; i++) {
            double from = snapPositionX(width * i / HeatMap.SLICES);
            double to = snapPositionX(width * (i + 1) / HeatMap.SLICES);
            slices.get(i).resizeRelocate(from, 0, Math.max(1, to - from - 1), bar);
        }
        double free = 0;
        // A hot shard's label is never the one that is left out for want of room.
        List<HeatMap.Segment> segments = map.segments();
        for (int i = 0; i < segments.size(); i++) {
            HeatMap.Segment segment = segments.get(i);
            double x = snapPositionX(width * segment.from());
            Line border = borders.get(i);
            border.setStartX(x);
            border.setEndX(x);
            border.setStartY(0);
            border.setEndY(bar + TICK);
            Text label = labels.get(i);
            double wide = label.getLayoutBounds().getWidth();
            double middle = width * (segment.from() + segment.to()) / 2;
            double left = Math.clamp(middle - wide / 2, 0, Math.max(0, width - wide));
            boolean fits = left >= free && (segment.hot() || leavesRoom(i, left + wide, width));
            label.setVisible(fits || segment.hot());
            label.relocate(left, bar + TICK);
            if (label.isVisible()) {
                free = left + wide + GAP;
            }
        }
    }

    private boolean leavesRoom(int index, double end, double width) {
        for (int i = index + 1; i < map.segments().size(); i++) {
            HeatMap.Segment other = map.segments().get(i);
            if (other.hot()) {
                double middle = width * (other.from() + other.to()) / 2;
                return end + GAP <= middle - labels.get(i).getLayoutBounds().getWidth() / 2;
            }
        }
        return true;
    }
}
