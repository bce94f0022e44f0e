package dev.kinescope.desktop.theme;

/** Which colours a person wants: those of the system, or always light or dark ones. */
public enum Appearance {
    SYSTEM("Same as the system"),
    LIGHT("Light"),
    DARK("Dark");

    private final String label;

    Appearance(String label) {
        this.label = label;
    }

    /** What the settings call it. */
    public String label() {
        return label;
    }
}
