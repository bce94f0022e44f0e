package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.provisioning.ResourceState;

import javafx.scene.layout.StackPane;

/** The one way to show the state of a resource: an icon and a word, the same everywhere. */
public final class StateChip extends StackPane {
    private final Chip chip = new Chip();

    /** A chip that says missing. */
    public StateChip() {
        getChildren().add(chip);
        setMinWidth(USE_PREF_SIZE);
        setMaxWidth(USE_PREF_SIZE);
        show(ResourceState.MISSING);
    }

    /** Shows a state. */
    public void show(ResourceState state) {
        switch (state) {
            case MISSING -> chip.show("fth-minus-circle", "missing", Chip.Tone.MUTED);
            case CREATING -> chip.show("fth-plus-circle", "creating", Chip.Tone.INFO);
            case READY -> chip.show("fth-check-circle", "ready", Chip.Tone.READY);
            case CHANGING -> chip.show("fth-refresh-cw", "changing", Chip.Tone.INFO);
            case FAILING -> chip.show("fth-alert-triangle", "failing", Chip.Tone.FAILING);
            case DELETING -> chip.show("fth-trash-2", "deleting", Chip.Tone.WARNING);
        }
    }

    /** The word that is shown now. */
    public String word() {
        return chip.getText();
    }
}
