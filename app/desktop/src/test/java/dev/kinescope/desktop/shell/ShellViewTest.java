package dev.kinescope.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.Headless;
import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.theme.Theme;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

class ShellViewTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T14:05:20Z"), ZoneOffset.UTC);
    private final FxRobot robot = new FxRobot();
    private final List<String> seen = new ArrayList<>();
    private Background background;
    private Notifications notifications;
    private ShellViewModel model;
    private Scene scene;

    @BeforeEach
    void openTheShell() {
        Headless.onFx(() -> {
            background = Background.onFxThread(clock);
            notifications = new Notifications(clock);
            model =
                    new ShellViewModel(
                            new ReadOnlyObjectWrapper<>(
                                    new ConnectionBanner(
                                            ConnectionBanner.Kind.LOCAL,
                                            "Local cloud",
                                            "127.0.0.1:4566")),
                            background,
                            notifications);
            var theme = new Theme();
            Parent root =
                    Fxml.load(
                            new ShellController(model, theme, clock, Recorded::new), "Shell.fxml");
            scene = Headless.show(root, theme, 1280, 800);
            return true;
        });
    }

    @AfterEach
    void closeTheShell() {
        Headless.onFx(() -> {
            background.close();
            scene.getWindow().hide();
            return true;
        });
    }

    @Test
    void theViewInFrontIsToldAndTheOneBehindIsToo() {
        robot.clickOn(find("#nav-shards"));
        robot.clickOn(find("#nav-results"));

        assertThat(seen)
                .containsExactly(
                        "OVERVIEW shown",
                        "OVERVIEW hidden",
                        "SHARDS shown",
                        "SHARDS hidden",
                        "RESULTS shown");
    }

    @Test
    void theLastNotificationStandsInTheFooterAndLeadsToItsView() {
        Headless.onFx(() -> {
            notifications.done("Run is complete", "426 sent", Destination.RESULTS);
            return true;
        });
        // Listeners must outlive a collection: they are all that keeps the footer up to date.
        System.gc();
        Headless.onFx(() -> {
            notifications.warn("Shard 3 is hot", "946 of 1,000", Destination.SHARDS);
            return true;
        });

        assertThat(Headless.onFx(() -> text("#notificationText")))
                .isEqualTo("14:05:20 · Shard 3 is hot");
        robot.clickOn(find("#notificationShow"));
        assertThat(Headless.onFx(() -> model.currentProperty().get()))
                .isEqualTo(Destination.SHARDS);
    }

    @Test
    void aRunningTaskShowsWhatItDoesAndIsCancelledFromTheFooter() {
        var never = new CountDownLatch(1);
        System.gc();
        background.run(
                "Read results",
                progress -> {
                    progress.update(0.5, "12 of 24");
                    never.await();
                    return true;
                },
                _ -> {},
                _ -> {});
        await().until(
                        () -> Headless.onFx(() -> text("#taskTitle")),
                        "Read results: 12 of 24"::equals);

        robot.clickOn(find("#taskCancel"));

        await().until(() -> Headless.onFx(() -> text("#taskTitle")), "No task running"::equals);
    }

    @Test
    void thePaletteFindsCommandsByTheirWords() {
        assertThat(model.commandsMatching("shar op"))
                .extracting(Command::title)
                .containsExactly("Open Shards");
        assertThat(model.commandsMatching("nothing of the kind")).isEmpty();
    }

    private Node find(String selector) {
        return Headless.onFx(() -> scene.lookup(selector));
    }

    private String text(String selector) {
        return ((Label) scene.lookup(selector)).getText();
    }

    private final class Recorded implements View {
        private final Destination destination;
        private final VBox root = new VBox();

        Recorded(Destination destination) {
            this.destination = destination;
            root.setId("view-" + destination.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public Parent root() {
            return root;
        }

        @Override
        public void shown() {
            seen.add(destination + " shown");
        }

        @Override
        public void hidden() {
            seen.add(destination + " hidden");
        }
    }
}
