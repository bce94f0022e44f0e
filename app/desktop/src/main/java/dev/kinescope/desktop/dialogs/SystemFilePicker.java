package dev.kinescope.desktop.dialogs;

import javafx.stage.FileChooser;
import javafx.stage.Stage;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;

/** The desktop's own file dialog. */
public final class SystemFilePicker implements FilePicker {
    private final Stage owner;

    /** Shows its dialogs above {@code owner}. */
    public SystemFilePicker(Stage owner) {
        this.owner = owner;
    }

    @Override
    public Optional<Path> open(String title, String kind, String pattern) {
        var chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, pattern));
        return Optional.ofNullable(chooser.showOpenDialog(owner)).map(File::toPath);
    }
}
