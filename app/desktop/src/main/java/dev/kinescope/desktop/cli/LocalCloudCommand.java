package dev.kinescope.desktop.cli;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.auth.Access;
import dev.kinescope.localcloud.kinesis.ShardRates;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Serves the local cloud to any SDK or CLI until it is stopped. */
@Command(
        name = "local-cloud",
        mixinStandardHelpOptions = true,
        description =
                "Serve the local cloud on 127.0.0.1 and print the shell lines that point any AWS"
                        + " SDK or CLI at it.")
final class LocalCloudCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCloudCommand.class);
    private static final int CLOSING_SECONDS = 10;

    /** Whoever starts the cloud wants it for something: what can wait begins so much later. */
    private static final int SETTLING_SECONDS = 5;

    /** How often it is looked whether much or little is asked. */
    private static final int REST_SECONDS = 10;

    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter err;

    @Option(
            names = "--port",
            defaultValue = "4566",
            description = "Port on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep everything in this folder; without it, all is gone at the end.")
    private @Nullable Path data;

    @Option(
            names = "--open",
            description =
                    "Take requests signed with any keys, as the root of the account. Every program"
                            + " and every user of this machine can then use the local cloud.")
    private boolean open;

    @Option(
            names = "--shard-rates",
            defaultValue = "enforced",
            description =
                    "Whether each shard holds to AWS's rates: enforced, or unlimited (default:"
                            + " ${DEFAULT-VALUE}).")
    private ShardRates shardRates = ShardRates.ENFORCED;

    @Option(
            names = "--rehearse",
            hidden = true,
            description = "Call the cloud a little and end, for the JVM to learn what it needs.")
    private boolean rehearse;

    LocalCloudCommand(Clock clock, PrintWriter out, PrintWriter err) {
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException, IOException, GeneralSecurityException {
        LocalCloudSettings settings =
                LocalCloudSettings.inMemory()
                        .withClock(clock)
                        .withPort(port)
                        .withShardRates(shardRates);
        if (rehearse) {
            settings = Rehearsal.stage(settings);
        }
        if (data != null) {
            settings = settings.withDataDirectory(data.toAbsolutePath());
        }
        if (open) {
            settings = settings.withAccess(Access.OPEN);
            err.println(
                    "Warning: the local cloud is open. Any program and any user of this machine can"
                            + " read and change all that is in it; leave --open out to have"
                            + " signatures checked.");
        }
        var closed = new CountDownLatch(1);
        try (LocalCloud cloud = LocalCloud.start(settings)) {
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform()
                                    .name("stop")
                                    .unstarted(() -> stop(stopped, closed)));
            out.println("export AWS_ENDPOINT_URL=" + cloud.endpoint());
            out.println("export AWS_ACCESS_KEY_ID=" + cloud.credentials().accessKeyId());
            out.println("export AWS_SECRET_ACCESS_KEY=" + cloud.credentials().secretAccessKey());
            out.println("export AWS_DEFAULT_REGION=" + cloud.identity().region());
            out.flush();
            err.println(
                    "The local cloud is ready at "
                            + cloud.endpoint()
                            + ", "
                            + cloud.usage().describe()
                            + ". Stop it with Ctrl+C.");
            if (rehearse) {
                Rehearsal.play(cloud, clock);
                stopped.countDown();
            }
            if (!stopped.await(SETTLING_SECONDS, TimeUnit.SECONDS)) {
                Optional<AotTraining> training = AotTraining.start(clock);
                var rest = new Rest(cloud::requests, new SpareHeap());
                while (!stopped.await(REST_SECONDS, TimeUnit.SECONDS)) {
                    rest.look();
                }
                training.ifPresent(AotTraining::close);
            }
        } finally {
            closed.countDown();
        }
        return ExitCode.DONE;
    }

    /** The JVM ends when its hooks have: so this one waits for the cloud to close. */
    private static void stop(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            if (!closed.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The local cloud did not close within {} s.", CLOSING_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
