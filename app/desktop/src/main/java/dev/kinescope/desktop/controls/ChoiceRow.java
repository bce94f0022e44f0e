package dev.kinescope.desktop.controls;

import javafx.beans.NamedArg;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;

import java.util.List;
import java.util.function.Function;

/** A form's row to choose from a few values. */
public final class ChoiceRow<T> extends FormRow {
    private final ComboBox<T> input;

    /**
     * A row as it is written in FXML.
     *
     * @param inputId id of the combo box itself
     * @param hint shown beneath; may be empty
     */
    public ChoiceRow(
            @NamedArg("label") String label,
            @NamedArg("inputId") String inputId,
            @NamedArg(value = "hint", defaultValue = "") String hint) {
        this(label, inputId, hint, new ComboBox<>());
    }

    private ChoiceRow(String label, String inputId, String hint, ComboBox<T> input) {
        super(label, hint, inputId, input);
        this.input = input;
    }

    /** Offers values under the names that {@code words} gives them, and follows the field. */
    public void show(ChoiceField<T> field, List<T> values, Function<T, String> words) {
        input.getItems().setAll(values);
        input.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(T value) {
                        return value == null ? "" : words.apply(value);
                    }

                    @Override
                    public T fromString(String name) {
                        throw new UnsupportedOperationException("It can only be chosen: " + name);
                    }
                });
        input.valueProperty().bindBidirectional(field.valueProperty());
        field.changedProperty().subscribe(this::showChanged);
    }
}
