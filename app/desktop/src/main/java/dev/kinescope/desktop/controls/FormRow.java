package dev.kinescope.desktop.controls;

import javafx.css.PseudoClass;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import java.util.Objects;

/** One row of a form: a label, the input, and beneath it what is wrong or a hint. */
abstract sealed class FormRow extends VBox permits TextRow, ChoiceRow {
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    private final Control input;
    private final Label below = new Label();
    private final String hint;

    FormRow(String text, String hint, String inputId, Control input) {
        this.input = input;
        this.hint = hint;
        getStyleClass().add("form-row");
        getStylesheets()
                .add(
                        Objects.requireNonNull(FormRow.class.getResource("forms.css"))
                                .toExternalForm());
        var label = new Label(text);
        label.getStyleClass().add("form-label");
        label.setLabelFor(input);
        input.setId(inputId);
        input.setMaxWidth(Double.MAX_VALUE);
        input.setMinWidth(0);
        input.getStyleClass().add("form-input");
        below.setId(inputId + "-problem");
        below.setWrapText(true);
        below.managedProperty().bind(below.textProperty().isNotEmpty());
        getChildren().addAll(label, input, below);
        showProblem("");
    }

    final void showChanged(boolean changed) {
        input.pseudoClassStateChanged(CHANGED, changed);
        input.setAccessibleHelp(changed ? "changed" : "");
    }

    final void showProblem(String problem) {
        boolean wrong = !problem.isEmpty();
        input.pseudoClassStateChanged(INVALID, wrong);
        below.setText(wrong ? problem : hint);
        below.getStyleClass().setAll("label", wrong ? "form-problem" : "form-hint");
    }
}
