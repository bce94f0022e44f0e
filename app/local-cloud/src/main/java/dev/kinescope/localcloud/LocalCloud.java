package dev.kinescope.localcloud;

import dev.kinescope.localcloud.auth.Credential;
import dev.kinescope.localcloud.auth.CredentialBook;
import dev.kinescope.localcloud.auth.SignatureCheck;
import dev.kinescope.localcloud.cloudwatch.LocalCloudWatch;
import dev.kinescope.localcloud.cloudwatch.MetricStore;
import dev.kinescope.localcloud.comprehend.LocalComprehend;
import dev.kinescope.localcloud.firehose.FirehoseTiming;
import dev.kinescope.localcloud.firehose.LocalFirehose;
import dev.kinescope.localcloud.firehose.Surroundings;
import dev.kinescope.localcloud.http.Endpoint;
import dev.kinescope.localcloud.http.LoopbackServer;
import dev.kinescope.localcloud.iam.LocalIam;
import dev.kinescope.localcloud.kinesis.LocalKinesis;
import dev.kinescope.localcloud.lambda.LambdaPorts;
import dev.kinescope.localcloud.lambda.LambdaSettings;
import dev.kinescope.localcloud.lambda.LocalLambda;
import dev.kinescope.localcloud.logs.LocalLogs;
import dev.kinescope.localcloud.s3.LocalS3;
import dev.kinescope.localcloud.sts.LocalSts;
import dev.kinescope.localcloud.time.SystemScheduler;
import dev.kinescope.localcloud.wire.OfferedService;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A running local cloud: every service behind one loopback endpoint. */
public final class LocalCloud implements AutoCloseable {
    private static final int LOG_EVENTS_PER_GROUP = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(LocalCloud.class);

    private final CloudIdentity identity;
    private final LocalCredentials credentials;
    private final URI endpoint;
    private final Deque<AutoCloseable> parts;

    private LocalCloud(
            CloudIdentity identity,
            LocalCredentials credentials,
            URI endpoint,
            Deque<AutoCloseable> parts) {
        this.identity = identity;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.parts = parts;
    }

    /**
     * Starts all services and begins to listen.
     *
     * @throws java.io.UncheckedIOException if the port is taken or the data directory cannot be
     *     used
     */
    public static LocalCloud start(LocalCloudSettings settings) {
        var parts = new ArrayDeque<AutoCloseable>();
        try {
            return start(settings, parts);
        } catch (RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    private static LocalCloud start(LocalCloudSettings settings, Deque<AutoCloseable> parts) {
        CloudIdentity identity = CloudIdentity.DEFAULT;
        Clock clock = settings.clock();
        DataDirectory data =
                opened(
                        parts,
                        settings.dataDirectory()
                                .map(DataDirectory::open)
                                .orElseGet(DataDirectory::inMemory));
        LoopbackServer server = opened(parts, LoopbackServer.bind(settings.port()));
        SystemScheduler scheduler = opened(parts, new SystemScheduler());
        var random = new SecureRandom();
        Credential root = data.rootCredential(identity.accountId(), random);
        var book = new CredentialBook(root, clock, random);

        var metrics = new MetricStore(clock);
        var kinesis =
                new LocalKinesis(
                        identity,
                        data.documents(),
                        data.recordLogs(),
                        metrics,
                        clock,
                        scheduler,
                        settings.controlDelay(),
                        settings.shardRates());
        var iam = new LocalIam(identity, data.documents(), clock);
        var sts = new LocalSts(identity, book, name -> longestSession(iam, name));
        var logs = new LocalLogs(identity, clock, LOG_EVENTS_PER_GROUP);
        LocalS3 s3 =
                new LocalS3(
                        identity,
                        opened(parts, data.blobs(clock)),
                        data.documents(),
                        clock,
                        UUID::randomUUID);
        LocalLambda lambda =
                opened(
                        parts,
                        new LocalLambda(
                                LambdaSettings.in(data.functions())
                                        .withDelay(settings.controlDelay()),
                                new LambdaPorts(
                                        identity,
                                        clock,
                                        scheduler,
                                        UUID::randomUUID,
                                        data.documents(),
                                        new FunctionCodeInS3(s3),
                                        new FunctionCredentials(server.uri(), book),
                                        new RolesInIam(iam),
                                        new FunctionLogs(logs),
                                        metrics)));
        LocalFirehose firehose =
                opened(
                        parts,
                        new LocalFirehose(
                                new Surroundings(
                                        identity,
                                        new KinesisSource(kinesis),
                                        new FunctionTransformer(lambda),
                                        new BucketSink(s3),
                                        data.documents(),
                                        metrics,
                                        FirehoseTiming.LOCAL,
                                        scheduler,
                                        clock,
                                        random)));

        List<OfferedService> services =
                List.of(
                        Offers.kinesis(kinesis),
                        Offers.firehose(firehose),
                        Offers.lambda(lambda),
                        Offers.s3(s3),
                        Offers.comprehend(new LocalComprehend()),
                        Offers.iam(iam),
                        Offers.sts(sts),
                        Offers.cloudWatch(new LocalCloudWatch(metrics, clock)),
                        Offers.logs(logs));
        server.serve(new Endpoint(services, new SignatureCheck(book, clock)));
        return new LocalCloud(
                identity,
                new LocalCredentials(root.accessKeyId(), root.secretAccessKey()),
                server.uri(),
                parts);
    }

    private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    private static Optional<Integer> longestSession(IamClient iam, String roleName) {
        try {
            return Optional.of(
                    iam.getRole(request -> request.roleName(roleName)).role().maxSessionDuration());
        } catch (NoSuchEntityException e) {
            return Optional.empty();
        }
    }

    /** Where clients reach it: {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return endpoint;
    }

    /** The keys that clients sign with. */
    public LocalCredentials credentials() {
        return credentials;
    }

    /** The account and region that it stands for. */
    public CloudIdentity identity() {
        return identity;
    }

    /** Stops listening, ends all work and lets go of the data directory. */
    @Override
    public void close() {
        close(parts);
    }

    /** Closes what was opened, the last first; one that fails does not keep the others open. */
    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} was not closed cleanly.", part.getClass().getSimpleName(), e);
            }
        }
    }
}
