package dev.kinescope.desktop.functions;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.dialogs.FilePicker;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.View;
import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.functions.DeployListener;
import dev.kinescope.pipeline.functions.FunctionCode;
import dev.kinescope.pipeline.functions.FunctionDeployer;
import dev.kinescope.pipeline.functions.FunctionDetails;
import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.functions.Functions;
import dev.kinescope.pipeline.functions.Invocation;
import dev.kinescope.pipeline.functions.LogLine;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import javafx.scene.Parent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The Functions view: connects its view-model to this computer's files and the account in use. */
public final class FunctionsView implements View {
    private static final Duration LOG_SPAN = Duration.ofDays(1);

    private final FunctionsViewModel model;
    private final Parent root;

    public FunctionsView(
            ActiveConnection connection,
            Setup setup,
            Background background,
            Notifications notifications,
            FilePicker files) {
        model =
                new FunctionsViewModel(
                        new Files(setup, connection), background, notifications, setup.clock());
        root = Fxml.load(new FunctionsController(model, files, setup.clock()), "Functions.fxml");
        connection
                .workspaceProperty()
                .subscribe(now ->
                        model.use(
                                now.map(workspace ->
                                        new Account(workspace.session(), setup.clock()))));
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

    private record Files(Setup setup, ActiveConnection connection) implements FunctionFiles {
        @Override
        public PipelineDefinition definition() throws IOException {
            return setup.definition(connection.required());
        }

        @Override
        public Path builtZip(FunctionRole role) {
            return switch (role) {
                case PRODUCER -> setup.producerZip();
                case TRANSFORM -> setup.transformZip();
            };
        }

        @Override
        public List<EventTemplate> events() throws IOException {
            return EventFolder.read(
                    setup.resources().resolve("events"), setup.definition(connection.required()));
        }
    }

    private record Account(AwsSession session, Clock clock) implements FunctionAccount {
        private Functions functions() {
            return new Functions(session, clock);
        }

        @Override
        public Optional<FunctionDetails> describe(String name) {
            return functions().describe(name);
        }

        @Override
        public boolean codeDiffers(String name, Path zip) throws IOException {
            return functions().codeDiffers(name, zip);
        }

        @Override
        public FunctionDetails deploy(FunctionSpec spec, FunctionCode code, DeployListener listener)
                throws IOException, InterruptedException {
            return new FunctionDeployer(session, clock, Pause.real()).deploy(spec, code, listener);
        }

        @Override
        public Invocation invoke(String name, String json) {
            return functions().invoke(name, json);
        }

        @Override
        public List<LogLine> recentLogs(String name, int most) {
            return functions().logs(name, clock.instant().minus(LOG_SPAN), most);
        }
    }
}
