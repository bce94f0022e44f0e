package dev.kinescope.desktop;

import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.shell.Connector;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.CallLog;
import dev.kinescope.pipeline.connection.Connection;
import dev.kinescope.pipeline.connection.ProblemException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Map;

/** Opens what a person chose; starts the local cloud the first time it is wanted. */
final class PanelConnector implements Connector, AutoCloseable {
    private final LocalCloudSettings settings;
    private final CallLog calls;
    private final Clock clock;
    private final Map<String, String> environment;
    private @Nullable LocalCloud cloud;

    PanelConnector(
            LocalCloudSettings settings,
            CallLog calls,
            Clock clock,
            Map<String, String> environment) {
        this.settings = settings;
        this.calls = calls;
        this.clock = clock;
        this.environment = environment;
    }

    @Override
    public synchronized Workspace open(ConnectionChoice choice) {
        AwsSession session = AwsSession.open(connection(choice), calls, clock);
        try {
            return new Workspace(session, session.identity());
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private Connection connection(ConnectionChoice choice) {
        return switch (choice) {
            case ConnectionChoice.LocalCloud _ -> local();
            case ConnectionChoice.Profile profile ->
                    new Connection.AwsProfile(profile.profile(), profile.region());
            case ConnectionChoice.Endpoint endpoint ->
                    new Connection.Endpoint(
                            endpoint.endpoint(),
                            endpoint.region(),
                            fromEnvironment("AWS_ACCESS_KEY_ID", endpoint),
                            fromEnvironment("AWS_SECRET_ACCESS_KEY", endpoint));
        };
    }

    private Connection local() {
        if (cloud == null) {
            cloud = LocalCloud.start(settings);
        }
        return new Connection.Local(
                cloud.endpoint(),
                cloud.identity().region(),
                cloud.credentials().accessKeyId(),
                cloud.credentials().secretAccessKey());
    }

    private String fromEnvironment(String name, ConnectionChoice.Endpoint endpoint) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new ProblemException(
                    new AwsProblem(
                            "Connect",
                            endpoint.endpoint().toString(),
                            "MissingCredentials",
                            "The environment variable " + name + " is not set.",
                            "Start Kinescope with the endpoint's keys in AWS_ACCESS_KEY_ID and"
                                    + " AWS_SECRET_ACCESS_KEY, then connect again.",
                            ""),
                    null);
        }
        return value;
    }

    /** Stops the local cloud, if it was started. */
    @Override
    public synchronized void close() {
        if (cloud != null) {
            cloud.close();
            cloud = null;
        }
    }
}
