package dev.kinescope.desktop.producer;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.View;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.producer.ProducerProgress;
import dev.kinescope.pipeline.producer.ProducerRun;
import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.producer.ProducerTotals;

import javafx.scene.Parent;

import java.time.Clock;
import java.util.function.Consumer;

/** The Producer view: connects its view-model to the producer function of the account in use. */
public final class ProducerView implements View {
    private final ProducerViewModel model;
    private final Parent root;

    public ProducerView(
            ActiveConnection connection,
            Setup setup,
            Background background,
            Notifications notifications) {
        model =
                new ProducerViewModel(
                        () -> setup.definition(connection.required()),
                        background,
                        notifications,
                        setup.clock());
        root = Fxml.load(new ProducerController(model), "Producer.fxml");
        connection
                .workspaceProperty()
                .subscribe(now ->
                        model.use(
                                now.map(workspace ->
                                        settings ->
                                                run(
                                                        workspace.session(),
                                                        setup.clock(),
                                                        settings))));
    }

    private static Sending run(AwsSession session, Clock clock, ProducerSettings settings) {
        var run = new ProducerRun(session, clock, settings);
        return new Sending() {
            @Override
            public ProducerTotals run(Consumer<ProducerProgress> listener)
                    throws InterruptedException {
                return run.run(listener);
            }

            @Override
            public void stop() {
                run.stop();
            }
        };
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        model.hidden();
    }
}
