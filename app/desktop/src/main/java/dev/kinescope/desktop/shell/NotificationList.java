package dev.kinescope.desktop.shell;

import dev.kinescope.desktop.controls.Icons;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.controlsfx.control.PopOver;
import org.kordamp.ikonli.javafx.FontIcon;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Everything behind the bell, newest first, in a pop-over. */
final class NotificationList {
    private final PopOver popOver = new PopOver();

    NotificationList(
            List<Notification> notifications, DateTimeFormatter times, Navigator navigator) {
        var rows = new VBox(8);
        rows.setStyle("-fx-padding: 12;");
        if (notifications.isEmpty()) {
            rows.getChildren().add(new Label("Nothing has happened yet."));
        }
        for (Notification notification : notifications) {
            rows.getChildren().add(row(notification, times, navigator));
        }
        var scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setPrefSize(420, 320);
        popOver.setContentNode(scroll);
        popOver.setArrowLocation(PopOver.ArrowLocation.BOTTOM_RIGHT);
        popOver.setAnimated(false);
        popOver.setTitle("Notifications");
    }

    void showAbove(Region anchor) {
        popOver.show(anchor);
    }

    /** The icon that stands for a level everywhere. */
    static String icon(Notification.Level level) {
        return switch (level) {
            case DONE -> "fth-check-circle";
            case WARNING -> "fth-alert-triangle";
            case FAILED -> "fth-x-circle";
        };
    }

    private Node row(Notification notification, DateTimeFormatter times, Navigator navigator) {
        FontIcon icon = Icons.of(icon(notification.level()), "notification-icon");
        icon.pseudoClassStateChanged(
                PseudoClass.getPseudoClass(notification.level().name().toLowerCase(Locale.ROOT)),
                true);
        var title = new Label(notification.title());
        title.getStyleClass().add("strong");
        var text = new Label(times.format(notification.at()) + " · " + notification.text());
        text.getStyleClass().add("caption");
        text.setWrapText(true);
        var texts = new VBox(2, title, text);
        HBox.setHgrow(texts, Priority.ALWAYS);
        var row = new HBox(10, icon, texts);
        notification
                .leadsTo()
                .ifPresent(destination -> {
                    var link = new Hyperlink(destination.title());
                    link.getStyleClass().add("link");
                    link.setOnAction(_ -> {
                        popOver.hide();
                        navigator.open(destination);
                    });
                    row.getChildren().add(link);
                });
        return row;
    }
}
