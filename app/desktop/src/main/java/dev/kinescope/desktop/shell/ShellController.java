package dev.kinescope.desktop.shell;

import dev.kinescope.desktop.background.RunningTask;
import dev.kinescope.desktop.controls.Icons;
import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.desktop.theme.Theme;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Binds the window's frame to its view-model and swaps the views in its middle. */
public final class ShellController {
    private final ShellViewModel model;
    private final Theme theme;
    private final DateTimeFormatter times;
    private final Function<Destination, View> views;
    private final Map<Destination, View> made = new EnumMap<>(Destination.class);
    private final Map<Destination, ToggleButton> buttons = new EnumMap<>(Destination.class);
    private final ToggleGroup group = new ToggleGroup();
    private @Nullable View inFront;

    @FXML private BorderPane root;
    @FXML private VBox navigation;
    @FXML private VBox items;
    @FXML private VBox bottomItems;
    @FXML private Label brandName;
    @FXML private Region brandSpace;
    @FXML private StackPane content;
    @FXML private Label connectionBadge;
    @FXML private Label connectionTitle;
    @FXML private Label connectionDetail;
    @FXML private Button palette;
    @FXML private FontIcon themeIcon;
    @FXML private FontIcon taskIcon;
    @FXML private Label taskCount;
    @FXML private Label taskTitle;
    @FXML private ProgressBar taskProgress;
    @FXML private Hyperlink taskCancel;
    @FXML private Hyperlink taskAll;
    @FXML private FontIcon notificationIcon;
    @FXML private Label notificationText;
    @FXML private Hyperlink notificationShow;
    @FXML private Button bell;

    /** Makes each view, by {@code views}, when it is first opened. */
    public ShellController(
            ShellViewModel model, Theme theme, Clock clock, Function<Destination, View> views) {
        this.model = model;
        this.theme = theme;
        this.times = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(clock.getZone());
        this.views = views;
    }

    /** The window's content. */
    public Parent root() {
        return root;
    }

    @FXML
    private void initialize() {
        for (Destination destination : Destination.values()) {
            ToggleButton button = navigationButton(destination);
            buttons.put(destination, button);
            (destination == Destination.SETTINGS ? bottomItems : items).getChildren().add(button);
        }
        model.currentProperty().subscribe(this::bringToFront);
        model.bannerProperty().subscribe(this::showConnection);
        model.tasks().addListener((ListChangeListener<RunningTask>) _ -> showTask());
        model.notifications()
                .addListener((ListChangeListener<Notification>) _ -> showNotification());
        theme.darkProperty()
                .subscribe(dark -> themeIcon.setIconLiteral(dark ? "fth-sun" : "fth-moon"));
        root.sceneProperty()
                .subscribe(scene -> {
                    if (scene != null) {
                        scene.getAccelerators()
                                .put(
                                        new KeyCodeCombination(
                                                KeyCode.K, KeyCombination.SHORTCUT_DOWN),
                                        this::openPalette);
                    }
                });
        showTask();
        showNotification();
    }

    private ToggleButton navigationButton(Destination destination) {
        var button = new ToggleButton(destination.title(), Icons.of(destination.icon()));
        button.setId("nav-" + destination.name().toLowerCase(Locale.ROOT));
        button.getStyleClass().setAll("nav-item");
        button.setToggleGroup(group);
        button.setTooltip(new Tooltip(destination.title()));
        button.setOnAction(_ -> {
            // A second press must not leave the navigation with nothing selected.
            button.setSelected(true);
            model.open(destination);
        });
        return button;
    }

    private void bringToFront(Destination destination) {
        View next = made.computeIfAbsent(destination, views);
        if (inFront != null) {
            inFront.hidden();
        }
        inFront = next;
        Objects.requireNonNull(buttons.get(destination)).setSelected(true);
        content.getChildren().setAll(next.root());
        next.shown();
    }

    private void showConnection(ConnectionBanner banner) {
        ConnectionBanner.Kind kind = banner.kind();
        connectionBadge.setText(kind.label());
        connectionBadge.setGraphic(Icons.of(kind.icon()));
        connectionBadge.getStyleClass().setAll("label", "connection-badge", kind.styleClass());
        connectionTitle.setText(banner.title());
        connectionDetail.setText(banner.detail());
    }

    private void showTask() {
        boolean any = !model.tasks().isEmpty();
        taskProgress.progressProperty().unbind();
        taskTitle.textProperty().unbind();
        taskIcon.setIconLiteral(any ? "fth-loader" : "fth-check-circle");
        taskCount.setText(
                switch (model.tasks().size()) {
                    case 0 -> "";
                    case 1 -> "1 task";
                    default -> model.tasks().size() + " tasks";
                });
        show(taskCount, any);
        show(taskProgress, any);
        show(taskCancel, any);
        show(taskAll, model.tasks().size() > 1);
        if (any) {
            RunningTask first = model.tasks().getFirst();
            taskProgress.progressProperty().bind(first.progressProperty());
            taskTitle
                    .textProperty()
                    .bind(
                            Bindings.createStringBinding(
                                    () -> describe(first), first.messageProperty()));
        } else {
            taskTitle.setText("No task running");
        }
    }

    private static String describe(RunningTask task) {
        String message = task.messageProperty().get();
        return message.isEmpty() ? task.title() : task.title() + ": " + message;
    }

    private void showNotification() {
        boolean any = !model.notifications().isEmpty();
        show(notificationIcon, any);
        show(notificationText, any);
        bell.setText(any ? Integer.toString(model.notifications().size()) : "");
        if (!any) {
            show(notificationShow, false);
            return;
        }
        Notification last = model.notifications().getFirst();
        notificationText.setText(times.format(last.at()) + " · " + last.title());
        notificationIcon.setIconLiteral(NotificationList.icon(last.level()));
        for (Notification.Level level : Notification.Level.values()) {
            notificationIcon.pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(level.name().toLowerCase(Locale.ROOT)),
                    level == last.level());
        }
        show(notificationShow, last.leadsTo().isPresent());
    }

    private static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    @FXML
    private void toggleFold() {
        boolean folded = !navigation.getStyleClass().contains("folded");
        if (folded) {
            navigation.getStyleClass().add("folded");
        } else {
            navigation.getStyleClass().remove("folded");
        }
        show(brandName, !folded);
        show(brandSpace, !folded);
        for (ToggleButton button : buttons.values()) {
            button.setContentDisplay(folded ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
        }
    }

    @FXML
    private void toggleTheme() {
        theme.appearanceProperty()
                .set(theme.darkProperty().get() ? Appearance.LIGHT : Appearance.DARK);
    }

    @FXML
    private void openPalette() {
        new CommandPalette(model::commandsMatching).showBelow(palette);
    }

    @FXML
    private void cancelTask() {
        if (!model.tasks().isEmpty()) {
            model.tasks().getFirst().cancel();
        }
    }

    @FXML
    private void showTasks() {
        new TaskList(model.tasks()).showAbove(taskAll);
    }

    @FXML
    private void showNotifications() {
        new NotificationList(model.notifications(), times, model).showAbove(bell);
    }

    @FXML
    private void followNotification() {
        model.notifications().getFirst().leadsTo().ifPresent(model::open);
    }
}
