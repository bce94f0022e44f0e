package dev.kinescope.desktop.shell;

import dev.kinescope.desktop.controls.Icons;

import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.controlsfx.control.PopOver;

import java.util.List;
import java.util.function.Function;

/** Finds a command by a few letters and runs it: Ctrl+K, type, Enter. */
final class CommandPalette {
    private final PopOver popOver = new PopOver();
    private final TextField query = new TextField();
    private final ListView<Command> found = new ListView<>();

    CommandPalette(Function<String, List<Command>> search) {
        query.setPromptText("Search or run a command");
        query.setId("palette-query");
        query.textProperty().subscribe(text -> show(search.apply(text)));
        query.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        found.setId("palette-found");
        found.setFixedCellSize(32);
        found.setPrefSize(340, 32 * 10 + 2);
        found.setCellFactory(_ -> new CommandCell());
        found.setOnMouseClicked(_ -> runSelected());
        var box = new VBox(8, query, found);
        box.setStyle("-fx-padding: 12;");
        popOver.setContentNode(box);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        popOver.setAnimated(false);
    }

    void showBelow(Region anchor) {
        popOver.show(anchor);
        query.requestFocus();
    }

    private void show(List<Command> commands) {
        found.getItems().setAll(commands);
        found.getSelectionModel().selectFirst();
    }

    private void onKey(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code == KeyCode.DOWN) {
            found.getSelectionModel().selectNext();
            event.consume();
        } else if (code == KeyCode.UP) {
            found.getSelectionModel().selectPrevious();
            event.consume();
        } else if (code == KeyCode.ENTER) {
            runSelected();
            event.consume();
        }
    }

    private void runSelected() {
        Command command = found.getSelectionModel().getSelectedItem();
        if (command != null) {
            popOver.hide();
            command.work().run();
        }
    }

    private static final class CommandCell extends ListCell<Command> {
        @Override
        protected void updateItem(Command command, boolean empty) {
            super.updateItem(command, empty);
            if (empty || command == null) {
                setText(null);
                setGraphic(null);
            } else {
                setText(command.title());
                setGraphic(Icons.of(command.icon()));
            }
        }
    }
}
