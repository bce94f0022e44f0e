package dev.kinescope.desktop.shell;

import javafx.scene.Parent;

/** One view of the navigation, made once and told when it is seen. */
public interface View {

    /** What the window shows in its middle. */
    Parent root();

    /** The view came to the front: it loads, and starts polling if it does. */
    void shown();

    /** Another view came to the front: polling stops. */
    void hidden();
}
