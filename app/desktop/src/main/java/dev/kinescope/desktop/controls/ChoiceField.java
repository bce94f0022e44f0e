package dev.kinescope.desktop.controls;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;

/** A form's choice among a few values, without its looks. */
public final class ChoiceField<T> {
    private final ObjectProperty<T> value;
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private T beginning;

    /** A choice that begins with a value. */
    public ChoiceField(T beginning) {
        this.beginning = beginning;
        this.value = new SimpleObjectProperty<>(beginning);
        value.subscribe(now -> changed.set(!now.equals(this.beginning)));
    }

    /** What is chosen; never null. */
    public ObjectProperty<T> valueProperty() {
        return value;
    }

    /** Whether another value is chosen than the one it began with. */
    public ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /** Begins anew with a value. */
    public void begin(T newValue) {
        beginning = newValue;
        value.set(newValue);
        changed.set(false);
    }
}
