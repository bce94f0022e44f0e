package dev.kinescope.desktop.controls;

import javafx.beans.NamedArg;
import javafx.scene.TraversalDirection;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Subscription;

/** A form's row to type into; a long value may be shown on several lines but stays one. */
public final class TextRow extends FormRow {
    private static final double LINE_HEIGHT = 17;
    private static final double PADDING = 22;

    private final TextInputControl input;

    /**
     * A row as it is written in FXML.
     *
     * @param inputId id of the input itself; what is wrong shows under {@code ID-problem}
     * @param hint shown beneath while nothing is wrong; may be empty
     * @param lines on how many lines a long value is shown
     */
    public TextRow(
            @NamedArg("label") String label,
            @NamedArg("inputId") String inputId,
            @NamedArg(value = "hint", defaultValue = "") String hint,
            @NamedArg(value = "lines", defaultValue = "1") int lines) {
        this(label, inputId, hint, lines > 1 ? longInput(lines) : new TextField());
    }

    private TextRow(String label, String inputId, String hint, TextInputControl input) {
        super(label, hint, inputId, input);
        this.input = input;
    }

    private static TextArea longInput(int lines) {
        var area = new TextArea();
        area.setWrapText(true);
        area.setPrefRowCount(lines);
        area.setPrefHeight(lines * LINE_HEIGHT + PADDING);
        area.setMinHeight(lines * LINE_HEIGHT + PADDING);
        area.setTextFormatter(
                new TextFormatter<>(change -> {
                    change.setText(change.getText().replaceAll("\\s*\\R\\s*", ""));
                    return change;
                }));
        // It is one value, so Tab leads on as it does from a text field.
        area.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.TAB) {
                        event.consume();
                        area.requestFocusTraversal(
                                event.isShiftDown()
                                        ? TraversalDirection.PREVIOUS
                                        : TraversalDirection.NEXT);
                    }
                });
        return area;
    }

    /** Shows a field and writes what is typed back to it. */
    public void show(FormField field) {
        follow(field);
    }

    /** The same until the subscription is ended. */
    public Subscription follow(FormField field) {
        input.textProperty().bindBidirectional(field.textProperty());
        Subscription typing = () -> input.textProperty().unbindBidirectional(field.textProperty());
        return typing.and(field.problemProperty().subscribe(this::showProblem))
                .and(field.changedProperty().subscribe(this::showChanged));
    }

    /** The input itself. */
    public TextInputControl input() {
        return input;
    }
}
