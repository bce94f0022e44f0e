package dev.kinescope.desktop.overview;

import dev.kinescope.desktop.controls.Icons;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.run.Conservation;
import dev.kinescope.pipeline.run.Conservation.Equation;
import dev.kinescope.pipeline.run.Conservation.Term;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Optional;

/** The proof under the diagram that no record is lost: three equations and a verdict. */
public final class ConservationLine extends HBox {
    private final StackPane mark = new StackPane();
    private final Label verdict = new Label();
    private final Label note = new Label();
    private final HBox equations = new HBox(16);

    /** A line for a run that has not happened. */
    public ConservationLine() {
        super(14);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().addAll("card", "conservation");
        setId("conservation");
        verdict.getStyleClass().add("strong");
        verdict.setId("conservation-verdict");
        verdict.setMinWidth(USE_PREF_SIZE);
        note.getStyleClass().add("caption");
        note.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(equations, Priority.ALWAYS);
        equations.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(mark, new VBox(2, verdict, note), equations);
        show(Optional.empty());
    }

    /** Shows the equations of a run, or that there was none. */
    void show(Optional<Conservation> conservation) {
        equations.getChildren().clear();
        if (conservation.isEmpty()) {
            verdict(
                    "fth-minus-circle",
                    "conservation-idle",
                    "Nothing to account for",
                    "No run yet");
            return;
        }
        Conservation shown = conservation.get();
        switch (shown.verdict()) {
            case BALANCED ->
                    verdict(
                            "fth-check-circle",
                            "conservation-good",
                            "All accounted for",
                            "0 unexplained");
            case ON_THE_WAY ->
                    verdict(
                            "fth-check-circle",
                            "conservation-good",
                            "All accounted for",
                            Numbers.count(shown.onTheWay()) + " on the way");
            case UNEXPLAINED ->
                    verdict(
                            "fth-alert-triangle",
                            "conservation-bad",
                            Numbers.count(shown.unexplained()) + " unexplained",
                            "Counts do not add up");
        }
        equations
                .getChildren()
                .addAll(
                        rule(),
                        equation("Sent", shown.sent(), shown.sent().holds()),
                        rule(),
                        equation(readTitle(shown.unread()), shown.read(), shown.unread().holds()),
                        rule(),
                        equation("Ok", shown.delivered(), shown.delivered().holds()));
    }

    private void verdict(String icon, String styleClass, String words, String more) {
        FontIcon glyph = Icons.of(icon, styleClass);
        mark.getChildren().setAll(glyph);
        verdict.setText(words);
        note.setText(more);
        getStyleClass().setAll("card", "conservation", styleClass);
    }

    private static Node rule() {
        var rule = new Region();
        rule.getStyleClass().add("conservation-rule");
        return rule;
    }

    /** What was accepted but not read stands beside what was read. */
    private static String readTitle(Equation unread) {
        if (!unread.holds()) {
            return "Read, " + Numbers.count(unread.unexplained()) + " off what was accepted";
        }
        long waiting = unread.onTheWay().value();
        return waiting == 0
                ? "Read"
                : "Read, with " + Numbers.count(waiting) + " still in the stream";
    }

    private static Node equation(String title, Equation equation, boolean neighbourHolds) {
        boolean holds = equation.holds() && neighbourHolds;
        var caption = new Label(title + (equation.holds() ? "" : " does not add up"));
        caption.getStyleClass().add(holds ? "caption" : "failing-text");
        var terms = new FlowPane(4, 2);
        terms.setPrefWrapLength(220);
        terms.getChildren().add(bold(Numbers.count(equation.left().value())));
        String sign = "=";
        for (Term term : equation.right()) {
            add(terms, sign, term);
            sign = "+";
        }
        if (equation.onTheWay().value() > 0) {
            add(terms, "+", equation.onTheWay());
        }
        var box = new VBox(2, caption, terms);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private static void add(FlowPane terms, String sign, Term term) {
        var words = new Label(term.name());
        words.getStyleClass().add("page-note");
        var operator = new Label(sign);
        operator.getStyleClass().add("page-note");
        var number = bold(Numbers.count(term.value()));
        if (term.name().contains("failed") && term.value() > 0) {
            number.getStyleClass().add("warning-text");
        }
        var piece = new HBox(4, operator, number, words);
        terms.getChildren().add(piece);
    }

    private static Label bold(String text) {
        var label = new Label(text);
        label.getStyleClass().add("strong");
        return label;
    }
}
