package dev.kinescope.desktop.functions;

import dev.kinescope.desktop.controls.Chip;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.controls.StateChip;
import dev.kinescope.pipeline.functions.FunctionDetails;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Draws a function: its card, and the rows of what Lambda says about it. */
final class CardNodes {
    private CardNodes() {}

    /** What is inside the card of a function. */
    static Node card(FunctionCard card) {
        var lambda = text("λ", "function-mark");
        var name = text(card.spec().name(), "card-title");
        var words = text(card.role().words(), "page-note");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var state = new StateChip();
        state.show(card.state());
        var heading = new HBox(10, lambda, name, words, space, state);
        heading.getStyleClass().add("toolbar-row");
        var facts = new HBox(16);
        card.details()
                .ifPresentOrElse(
                        now -> facts.getChildren().setAll(facts(now)),
                        () ->
                                facts.getChildren()
                                        .setAll(
                                                text(
                                                        "Not there yet: deploy it here, once"
                                                                + " Provision has made its role.",
                                                        "page-note")));
        var last = new HBox(10, text(lastUpdate(card), "page-note"));
        last.getStyleClass().add("toolbar-row");
        card.differs().ifPresent(differs -> last.getChildren().add(difference(differs)));
        var box = new VBox(6, heading, facts, last);
        if (!card.reason().isEmpty()) {
            Label reason = text(card.reason(), "failing-text");
            reason.setWrapText(true);
            box.getChildren().add(reason);
        }
        return box;
    }

    /** For a screen reader, which does not look into the card. */
    static String spoken(FunctionCard card) {
        var state = new StateChip();
        state.show(card.state());
        return card.spec().name() + ", " + card.role().words() + ", " + state.word();
    }

    /** Whether the zip here is the code there. */
    static Chip difference(boolean differs) {
        return differs
                ? new Chip("fth-git-commit", "differs from the built zip", Chip.Tone.INFO)
                : new Chip("fth-check", "as built", Chip.Tone.MUTED);
    }

    /** Shows the facts that are too many for the card. */
    static void fill(GridPane grid, Optional<FunctionCard> card) {
        grid.getChildren().clear();
        card.flatMap(FunctionCard::details)
                .ifPresent(now -> {
                    row(grid, "State", now.state() + ", last update " + now.lastUpdateStatus());
                    row(grid, "Version", now.version());
                    row(grid, "Handler", now.handler());
                    now.imageUri().ifPresent(uri -> row(grid, "Image", uri));
                    row(grid, "Code", "sha256 " + now.codeSha256());
                    row(grid, "Role", now.role());
                    row(grid, "ARN", now.arn());
                    if (!now.environment().isEmpty()) {
                        // Names only: a value may be a secret.
                        row(
                                grid,
                                "Environment",
                                String.join(
                                        ", ",
                                        now.environment().keySet().stream().sorted().toList()));
                    }
                });
    }

    private static void row(GridPane grid, String name, String value) {
        if (value.isEmpty()) {
            return;
        }
        Label words = text(value, "mono");
        words.setWrapText(true);
        Label label = text(name, "page-note");
        GridPane.setValignment(label, VPos.TOP);
        label.setMinWidth(Region.USE_PREF_SIZE);
        grid.addRow(grid.getRowCount(), label, words);
    }

    private static List<Label> facts(FunctionDetails now) {
        String size = now.codeBytes() > 0 ? " " + Numbers.bytes(now.codeBytes()) : "";
        return List.of(
                text(now.imageUri().isPresent() ? "image" + size : "zip" + size, "body"),
                text(now.runtime().isEmpty() ? "own runtime" : now.runtime(), "body"),
                text(Numbers.count(now.memoryMiB()) + " MiB", "body"),
                text("timeout " + Numbers.count(now.timeoutSeconds()) + " s", "body"));
    }

    private static String lastUpdate(FunctionCard card) {
        return card.details()
                .flatMap(FunctionDetails::lastModified)
                .map(at -> "updated " + ago(at, card.at()))
                .orElse("");
    }

    private static String ago(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        return Numbers.ago(age.isNegative() ? Duration.ZERO : age);
    }

    private static Label text(String content, String style) {
        var label = new Label(content);
        label.getStyleClass().add(style);
        return label;
    }
}
