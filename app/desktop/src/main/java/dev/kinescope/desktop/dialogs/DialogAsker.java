package dev.kinescope.desktop.dialogs;

import dev.kinescope.desktop.controls.Icons;
import dev.kinescope.desktop.theme.Theme;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/** Asks in a dialog that names what is lost; Cancel is always the default. */
public final class DialogAsker implements Asker {
    private final Stage owner;
    private final Theme theme;

    /** Shows its dialogs above {@code owner}. */
    public DialogAsker(Stage owner, Theme theme) {
        this.owner = owner;
        this.theme = theme;
    }

    @Override
    public void ask(Confirmation question, Runnable confirmed) {
        var dialog = new Dialog<ButtonType>();
        dialog.initOwner(owner);
        dialog.setTitle(question.title());
        var yes = new ButtonType(question.action(), ButtonBar.ButtonData.OTHER);
        dialog.getDialogPane().getButtonTypes().addAll(ButtonType.CANCEL, yes);
        theme.dress(dialog.getDialogPane().getScene());
        var content = new VBox(8);
        content.setMinWidth(380);
        var title = new Label(question.title(), Icons.of("fth-alert-triangle", "error-icon"));
        title.getStyleClass().add("empty-title");
        var where = new Label("In " + question.where() + ":");
        where.getStyleClass().add("body");
        content.getChildren().addAll(title, where);
        question.losses().forEach(loss -> content.getChildren().add(line(loss)));
        Button yesButton = (Button) dialog.getDialogPane().lookupButton(yes);
        yesButton.getStyleClass().add("danger");
        yesButton.setDefaultButton(false);
        ((Button) dialog.getDialogPane().lookupButton(ButtonType.CANCEL)).setDefaultButton(true);
        question.typed()
                .ifPresent(name -> {
                    var label = new Label("Type " + name + " to go on");
                    label.getStyleClass().add("caption");
                    var field = new TextField();
                    field.setId("confirm-text");
                    yesButton.disableProperty().bind(field.textProperty().isNotEqualTo(name));
                    content.getChildren().addAll(label, field);
                });
        dialog.getDialogPane().setContent(content);
        dialog.resultProperty()
                .subscribe(answer -> {
                    if (yes.equals(answer)) {
                        confirmed.run();
                    }
                });
        dialog.show();
    }

    private static Node line(Confirmation.Loss loss) {
        boolean lost = loss.kind() == Confirmation.Loss.Kind.LOST;
        var what =
                new Label(
                        loss.what(),
                        lost
                                ? Icons.of("fth-trash-2", "error-icon")
                                : Icons.of("fth-shield", "kept-icon"));
        what.getStyleClass().add("body");
        var fate = new Label(loss.fate());
        fate.getStyleClass().add("page-note");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return new HBox(16, what, space, fate);
    }
}
