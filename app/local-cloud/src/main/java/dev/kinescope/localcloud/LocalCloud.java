package dev.kinescope.localcloud;

import dev.kinescope.localcloud.auth.Credential;
import dev.kinescope.localcloud.auth.CredentialBook;
import dev.kinescope.localcloud.auth.SignatureCheck;
import dev.kinescope.localcloud.calls.CallGate;
import dev.kinescope.localcloud.faults.FaultDial;
import dev.kinescope.localcloud.faults.FaultGate;
import dev.kinescope.localcloud.faults.SkewedClock;
import dev.kinescope.localcloud.http.Endpoint;
import dev.kinescope.localcloud.http.LoopbackServer;
import dev.kinescope.localcloud.time.SystemScheduler;
import dev.kinescope.localcloud.wire.OfferedService;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collections;
import java.util.List;

/** A running local cloud: every service behind one loopback endpoint. */
public final class LocalCloud implements AutoCloseable {

    private final CloudIdentity identity;
    private final LocalCredentials credentials;
    private final LoopbackServer server;
    private final FaultDial faults;
    private final List<OfferedService> services;
    private final DataDirectory data;
    private final Clock clock;
    private final Parts parts;

    private LocalCloud(
            CloudIdentity identity,
            LocalCredentials credentials,
            LoopbackServer server,
            FaultDial faults,
            List<OfferedService> services,
            DataDirectory data,
            Clock clock,
            Parts parts) {
        this.identity = identity;
        this.credentials = credentials;
        this.server = server;
        this.faults = faults;
        this.services = services;
        this.data = data;
        this.clock = clock;
        this.parts = parts;
    }

    /**
     * Starts all services and begins to listen.
     *
     * @throws java.io.UncheckedIOException if the port is taken or the data directory cannot be
     *     used
     */
    public static LocalCloud start(LocalCloudSettings settings) {
        var parts = new Parts();
        try {
            return start(settings, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static LocalCloud start(LocalCloudSettings settings, Parts parts) {
        CloudIdentity identity = CloudIdentity.DEFAULT;
        Clock clock = settings.clock();
        DataDirectory data =
                parts.add(
                        settings.dataDirectory()
                                .map(path -> DataDirectory.open(path, settings.diskLimits()))
                                .orElseGet(DataDirectory::inMemory));
        // Bound first: functions are told where it is, and a restarted Firehose calls them at once.
        LoopbackServer server = parts.add(LoopbackServer.bind(settings.port()));
        SystemScheduler scheduler = parts.add(new SystemScheduler());
        var random = new SecureRandom();
        Credential root = data.rootCredential(identity.accountId(), random);
        FaultDial faults = parts.add(new FaultDial(scheduler));
        var streams = new StreamsInKinesis();
        var roles = Roles.of(settings, identity, data.documents());
        var book = new CredentialBook(root, clock, random, roles.iam().roles()::idOf);
        faults.whenChanged(dial ->
                roles.delay()
                        .set(Collections.max(List.of(settings.roleDelay(), dial.roleDelay()))));
        // A call that its caller may not make is none that a fault could strike.
        CallGate gate =
                CallGate.inOrder(
                        List.of(
                                roles.gate(),
                                new FaultGate(
                                        faults,
                                        identity.accountId(),
                                        streams,
                                        new FunctionSabotage()),
                                data.gate()));
        List<OfferedService> services =
                new Services(settings, identity, data, scheduler, gate, roles, streams)
                        .start(server.uri(), book, parts);
        server.serve(
                new Endpoint(
                        services,
                        new SignatureCheck(
                                book,
                                identity.region(),
                                settings.access(),
                                new SkewedClock(clock, faults)),
                        gate,
                        new FaultControl(faults)));
        parts.closeFirst(server);
        return new LocalCloud(
                identity,
                new LocalCredentials(root.accessKeyId(), root.secretAccessKey()),
                server,
                faults,
                services,
                data,
                clock,
                parts);
    }

    /** Where clients reach it: {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return server.uri();
    }

    /** How many requests have come in so far, answered or not. */
    public long requests() {
        return server.requests();
    }

    /** The keys that clients sign with. */
    public LocalCredentials credentials() {
        return credentials;
    }

    /** The account and region that it stands for. */
    public CloudIdentity identity() {
        return identity;
    }

    /** What goes wrong on purpose: nothing, until it is set. */
    public FaultDial faults() {
        return faults;
    }

    /** What each service offers, and what it answers to the rest; one entry for each service. */
    public List<ServiceOperations> operations() {
        return services.stream().map(ServiceOperations::of).toList();
    }

    /** How much of the disk its data directory takes; the files are counted. */
    public DataUsage usage() {
        return data.usage();
    }

    /**
     * Writes all that it keeps into a zip file, as it would be after a kill at one moment: every
     * write before is in it, and none after. Writers wait for a moment only.
     *
     * @throws IllegalStateException if everything is in memory
     * @throws java.io.UncheckedIOException if the file cannot be written or is there already
     */
    public void snapshot(Path file) {
        data.snapshot(file, clock.instant());
    }

    /** Stops listening, ends all work and lets go of the data directory. */
    @Override
    public void close() {
        parts.close();
    }
}
