package dev.kinescope.pipeline;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.pipeline.connection.AwsCall;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.Connection;
import dev.kinescope.pipeline.functions.FunctionCode;
import dev.kinescope.pipeline.provisioning.DefinitionDefaults;
import dev.kinescope.pipeline.provisioning.DefinitionFiles;
import dev.kinescope.pipeline.provisioning.FunctionArtifacts;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.Provisioner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A local cloud with a session on it, and what is shipped to put there. */
public final class LocalPipeline implements AutoCloseable {
    public static final Clock CLOCK = Clock.systemUTC();
    public static final Path RESOURCES = Path.of("../../resources");

    private final LocalCloud cloud;
    private final AwsSession session;
    private final List<AwsCall> calls = new CopyOnWriteArrayList<>();

    private LocalPipeline(LocalCloud cloud) {
        this.cloud = cloud;
        this.session =
                AwsSession.open(
                        new Connection.Local(
                                cloud.endpoint(),
                                cloud.identity().region(),
                                cloud.credentials().accessKeyId(),
                                cloud.credentials().secretAccessKey()),
                        calls::add,
                        CLOCK);
    }

    public static LocalPipeline start() {
        return start(LocalCloudSettings.inMemory());
    }

    public static LocalPipeline start(LocalCloudSettings settings) {
        return new LocalPipeline(LocalCloud.start(settings));
    }

    public LocalCloud cloud() {
        return cloud;
    }

    public AwsSession session() {
        return session;
    }

    public List<AwsCall> calls() {
        return calls;
    }

    public DefinitionFiles files() {
        return new DefinitionFiles(RESOURCES);
    }

    public PipelineDefinition definition() throws IOException {
        return files().load(DefinitionDefaults.local());
    }

    public Provisioner provisioner() throws IOException {
        return new Provisioner(session, files().policies(), CLOCK, Pause.real());
    }

    /** The zips that the build made of both functions. */
    public static FunctionArtifacts artifacts() {
        return new FunctionArtifacts(
                new FunctionCode.Zip(zip("producer-lambda")),
                new FunctionCode.Zip(zip("transform-lambda")));
    }

    private static Path zip(String module) {
        Path target = Path.of("../..", module, "target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Package " + module + " first"));
        } catch (IOException e) {
            throw new UncheckedIOException("Package " + module + " first", e);
        }
    }

    @Override
    public void close() {
        session.close();
        cloud.close();
    }
}
