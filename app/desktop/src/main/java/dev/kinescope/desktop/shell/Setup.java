package dev.kinescope.desktop.shell;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.functions.FunctionCode;
import dev.kinescope.pipeline.provisioning.DefinitionDefaults;
import dev.kinescope.pipeline.provisioning.DefinitionFiles;
import dev.kinescope.pipeline.provisioning.FunctionArtifacts;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.Provisioner;
import dev.kinescope.pipeline.run.PipelineRun;
import dev.kinescope.pipeline.run.RunSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What this installation brings: the files a person edits, and the two built functions.
 *
 * @param resources the folder with {@code stream.json}, {@code delivery-stream.json} and the rest
 */
public record Setup(Path resources, Path producerZip, Path transformZip, Clock clock) {

    /** The files that define the pipeline. */
    public DefinitionFiles definitionFiles() {
        return new DefinitionFiles(resources);
    }

    /** What the files' placeholders stand for in this account. */
    public static DefinitionDefaults defaults(Workspace workspace) {
        return DefinitionDefaults.of(
                workspace.session().connection(),
                workspace.identity(),
                workspace.session().region());
    }

    /** The pipeline as the files say now, for this account. */
    public PipelineDefinition definition(Workspace workspace) throws IOException {
        return definitionFiles().load(defaults(workspace));
    }

    /** The functions built with this program. */
    public FunctionArtifacts artifacts() {
        return new FunctionArtifacts(
                new FunctionCode.Zip(producerZip), new FunctionCode.Zip(transformZip));
    }

    /** Plans and applies in the session's account. */
    public Provisioner provisioner(AwsSession session) throws IOException {
        return new Provisioner(session, definitionFiles().policies(), clock, Pause.real());
    }

    /** A run that has not started. */
    public PipelineRun newRun(AwsSession session) throws IOException {
        return new PipelineRun(session, definitionFiles().policies(), clock, Pause.real());
    }

    /** What "Run everything" does: the bundled posts once through. */
    public RunSettings bundledPosts(Workspace workspace) throws IOException {
        return RunSettings.bundledPosts(definition(workspace), artifacts());
    }
}
