package dev.kinescope.localcloud.kill;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.kinesis.ShardRates;

import java.io.IOException;
import java.nio.file.Path;

/** The process that is killed: a local cloud on a directory, until its standard input ends. */
final class ChildCloud {
    static final String READY = "ready";

    private ChildCloud() {}

    /** Prints where it listens and its keys, once it does. */
    public static void main(String[] arguments) throws IOException {
        LocalCloudSettings settings =
                LocalCloudSettings.in(Path.of(arguments[0])).withShardRates(ShardRates.UNLIMITED);
        try (LocalCloud cloud = LocalCloud.start(settings)) {
            System.out.println(
                    String.join(
                            " ",
                            READY,
                            cloud.endpoint().toString(),
                            cloud.credentials().accessKeyId(),
                            cloud.credentials().secretAccessKey(),
                            "."));
            while (System.in.read() >= 0) {
                // Whoever started it says nothing but that it is to end.
            }
        }
    }
}
