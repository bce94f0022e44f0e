package dev.kinescope.localcloud;

import dev.kinescope.localcloud.auth.Access;
import dev.kinescope.localcloud.kinesis.ShardRates;
import dev.kinescope.localcloud.store.DiskLimits;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How a local cloud is to start.
 *
 * @param port on 127.0.0.1; 0 takes any free one
 * @param dataDirectory where state is kept; without one it is gone with the process
 * @param clock what the time is, to the services
 * @param controlDelay how long a resource shows that it is being created, changed or deleted
 * @param shardRates whether shards hold to AWS's rates
 * @param access whose requests are served
 * @param roleDelay how long new roles and changed policies take to be in effect
 * @param registry the OCI registry on this machine whose images the repositories of ECR show
 * @param diskLimits how much of the disk the data directory may take
 */
public record LocalCloudSettings(
        int port,
        Optional<Path> dataDirectory,
        Clock clock,
        Duration controlDelay,
        ShardRates shardRates,
        Access access,
        Duration roleDelay,
        Optional<URI> registry,
        DiskLimits diskLimits) {
    private static final Duration CONTROL_DELAY = Duration.ofMillis(200);

    /** In memory, on any free port, at AWS's rates, with signatures checked. */
    public static LocalCloudSettings inMemory() {
        return new LocalCloudSettings(
                0,
                Optional.empty(),
                Clock.systemUTC(),
                CONTROL_DELAY,
                ShardRates.ENFORCED,
                Access.SIGNED,
                Duration.ZERO,
                Optional.empty(),
                DiskLimits.DEFAULT);
    }

    /** In a directory, which is made if it is missing. */
    public static LocalCloudSettings in(Path dataDirectory) {
        return inMemory().withDataDirectory(dataDirectory);
    }

    public LocalCloudSettings withPort(int newPort) {
        return new LocalCloudSettings(
                newPort,
                dataDirectory,
                clock,
                controlDelay,
                shardRates,
                access,
                roleDelay,
                registry,
                diskLimits);
    }

    public LocalCloudSettings withDataDirectory(Path directory) {
        return new LocalCloudSettings(
                port,
                Optional.of(directory),
                clock,
                controlDelay,
                shardRates,
                access,
                roleDelay,
                registry,
                diskLimits);
    }

    public LocalCloudSettings withClock(Clock newClock) {
        return new LocalCloudSettings(
                port,
                dataDirectory,
                newClock,
                controlDelay,
                shardRates,
                access,
                roleDelay,
                registry,
                diskLimits);
    }

    public LocalCloudSettings withControlDelay(Duration delay) {
        return new LocalCloudSettings(
                port,
                dataDirectory,
                clock,
                delay,
                shardRates,
                access,
                roleDelay,
                registry,
                diskLimits);
    }

    public LocalCloudSettings withShardRates(ShardRates rates) {
        return new LocalCloudSettings(
                port,
                dataDirectory,
                clock,
                controlDelay,
                rates,
                access,
                roleDelay,
                registry,
                diskLimits);
    }

    public LocalCloudSettings withAccess(Access newAccess) {
        return new LocalCloudSettings(
                port,
                dataDirectory,
                clock,
                controlDelay,
                shardRates,
                newAccess,
                roleDelay,
                registry,
                diskLimits);
    }

    public LocalCloudSettings withRoleDelay(Duration delay) {
        return new LocalCloudSettings(
                port,
                dataDirectory,
                clock,
                controlDelay,
                shardRates,
                access,
                delay,
                registry,
                diskLimits);
    }

    public LocalCloudSettings withRegistry(URI uri) {
        return new LocalCloudSettings(
                port,
                dataDirectory,
                clock,
                controlDelay,
                shardRates,
                access,
                roleDelay,
                Optional.of(uri),
                diskLimits);
    }

    public LocalCloudSettings withDiskLimits(DiskLimits limits) {
        return new LocalCloudSettings(
                port,
                dataDirectory,
                clock,
                controlDelay,
                shardRates,
                access,
                roleDelay,
                registry,
                limits);
    }
}
