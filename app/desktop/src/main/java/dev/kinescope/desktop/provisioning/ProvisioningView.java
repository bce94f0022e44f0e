package dev.kinescope.desktop.provisioning;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.dialogs.Asker;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.View;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.pipeline.provisioning.Keep;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.provisioning.Plan;
import dev.kinescope.pipeline.provisioning.StepListener;

import javafx.scene.Parent;

import java.io.IOException;

/** The Provision view: connects its view-model to the files and to the account in use. */
public final class ProvisioningView implements View {
    private final ProvisioningViewModel model;
    private final Parent root;

    public ProvisioningView(
            ActiveConnection connection,
            Setup setup,
            Background background,
            Notifications notifications,
            Asker asker) {
        model = new ProvisioningViewModel(background, notifications, asker, setup.clock());
        root = Fxml.load(new ProvisioningController(model, setup.clock()), "Provisioning.fxml");
        connection
                .workspaceProperty()
                .subscribe(now -> model.use(now.map(workspace -> new Account(setup, workspace))));
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

    /** Reads the files anew for each call, because a person may be editing them. */
    private record Account(Setup setup, Workspace workspace) implements PipelineAccount {
        @Override
        public String place() {
            return workspace.place();
        }

        @Override
        public PipelineDefinition load() throws IOException {
            return setup.definition(workspace);
        }

        @Override
        public void save(PipelineDefinition definition) throws IOException {
            setup.definitionFiles().save(definition, Setup.defaults(workspace));
        }

        @Override
        public Plan plan(PipelineDefinition definition) throws IOException {
            return setup.provisioner(workspace.session()).plan(definition, setup.artifacts());
        }

        @Override
        public void apply(Plan plan, StepListener listener)
                throws IOException, InterruptedException {
            setup.provisioner(workspace.session()).apply(plan, listener);
        }

        @Override
        public void tearDown(PipelineDefinition definition, Keep keep, StepListener listener)
                throws IOException, InterruptedException {
            setup.provisioner(workspace.session()).tearDown(definition, keep, listener);
        }

        @Override
        public PipelineStatus status(PipelineDefinition definition) throws IOException {
            return setup.provisioner(workspace.session()).status(definition);
        }
    }
}
