package dev.kinescope.localcloud;

import dev.kinescope.localcloud.auth.Credential;
import dev.kinescope.localcloud.auth.CredentialBook;
import dev.kinescope.localcloud.auth.SignatureCheck;
import dev.kinescope.localcloud.http.Endpoint;
import dev.kinescope.localcloud.http.LoopbackServer;
import dev.kinescope.localcloud.kinesis.LocalKinesis;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.time.SystemScheduler;
import dev.kinescope.localcloud.wire.OfferedService;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;

/** A running local cloud: every service behind one loopback endpoint. */
public final class LocalCloud implements AutoCloseable {
    private final CloudIdentity identity;
    private final LocalCredentials credentials;
    private final LoopbackServer server;
    private final SystemScheduler scheduler;

    private LocalCloud(
            CloudIdentity identity,
            LocalCredentials credentials,
            LoopbackServer server,
            SystemScheduler scheduler) {
        this.identity = identity;
        this.credentials = credentials;
        this.server = server;
        this.scheduler = scheduler;
    }

    /**
     * Starts all services and begins to listen.
     *
     * @throws java.io.UncheckedIOException if the port is taken or the data directory cannot be
     *     used
     */
    public static LocalCloud start(LocalCloudSettings settings) {
        CloudIdentity identity = CloudIdentity.DEFAULT;
        var random = new SecureRandom();
        Credential root = CredentialBook.newRoot(identity.accountId(), random);
        var book = new CredentialBook(root, settings.clock(), random);
        LoopbackServer server = LoopbackServer.bind(settings.port());
        var scheduler = new SystemScheduler();
        var documents = new MemoryDocumentStore();
        var kinesis =
                new LocalKinesis(
                        identity,
                        documents,
                        _ -> new MemoryRecordLog(),
                        (_, _, _, _, _) -> {},
                        settings.clock(),
                        scheduler,
                        settings.controlDelay(),
                        settings.shardRates());
        List<OfferedService> services =
                List.of(OfferedService.json("kinesis", "Kinesis_20131202", kinesis));
        server.serve(new Endpoint(services, new SignatureCheck(book, settings.clock())));
        return new LocalCloud(
                identity,
                new LocalCredentials(root.accessKeyId(), root.secretAccessKey()),
                server,
                scheduler);
    }

    /** Where clients reach it: {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return server.uri();
    }

    /** The keys that clients sign with. */
    public LocalCredentials credentials() {
        return credentials;
    }

    /** The account and region that it stands for. */
    public CloudIdentity identity() {
        return identity;
    }

    /** Stops listening and ends all work. */
    @Override
    public void close() {
        server.close();
        scheduler.close();
    }
}
