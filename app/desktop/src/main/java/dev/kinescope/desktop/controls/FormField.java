package dev.kinescope.desktop.controls;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * A form's field without its looks: the text, what is wrong with it, and whether it was changed.
 */
public final class FormField {
    private final FieldRule rule;
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private String beginning = "";

    /** An empty field that must follow a rule. */
    public FormField(FieldRule rule) {
        this.rule = rule;
        text.subscribe((String _) -> check());
    }

    /** What the person sees and types; never null. */
    public StringProperty textProperty() {
        return text;
    }

    /** The text without spaces around it. */
    public String value() {
        return text.get().strip();
    }

    /** What is wrong, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public boolean isValid() {
        return problem.get().isEmpty();
    }

    /** Whether the text is another than the one it began with. */
    public ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /** Begins anew with a text. */
    public void begin(String newText) {
        beginning = newText;
        text.set(newText);
        check();
    }

    /** Looks at the text again, because what the rule depends on has changed. */
    public void check() {
        problem.set(rule.problemOf(value()));
        changed.set(!value().equals(beginning.strip()));
    }
}
