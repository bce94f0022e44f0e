package dev.kinescope.desktop.controls;

import javafx.beans.NamedArg;
import javafx.scene.control.Label;

/** A small rounded label with an icon and one word, in one of the status tones. */
public final class Chip extends Label {
    /** The tones a chip can have, each a pair of text and tint. */
    public enum Tone {
        MUTED("chip-muted"),
        INFO("chip-info"),
        READY("chip-ready"),
        WARNING("chip-warning"),
        FAILING("chip-failing"),
        LOCAL("chip-local");

        private final String styleClass;

        Tone(String styleClass) {
            this.styleClass = styleClass;
        }
    }

    /** A muted chip without text. */
    public Chip() {
        getStyleClass().add("chip");
    }

    /**
     * A chip as it is written in FXML: {@code <Chip icon="fth-cpu" text="local scorer"
     * tone="LOCAL"/>}.
     */
    public Chip(
            @NamedArg("icon") String icon,
            @NamedArg("text") String text,
            @NamedArg("tone") Tone tone) {
        this();
        show(icon, text, tone);
    }

    /** Shows an icon, a word and a tone in place of the earlier ones. */
    public final void show(String icon, String text, Tone tone) {
        setText(text);
        setGraphic(Icons.of(icon));
        for (Tone other : Tone.values()) {
            getStyleClass().remove(other.styleClass);
        }
        getStyleClass().add(tone.styleClass);
    }
}
