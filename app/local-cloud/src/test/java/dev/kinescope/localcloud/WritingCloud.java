package dev.kinescope.localcloud;

import dev.kinescope.localcloud.kinesis.ShardRates;

import org.awaitility.Awaitility;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.nio.file.Path;

/** A process that puts records on a stream of its own local cloud until it is killed. */
final class WritingCloud {
    private WritingCloud() {}

    /** Prints a line for every record that was acknowledged. */
    public static void main(String[] arguments) {
        LocalCloudSettings settings =
                LocalCloudSettings.in(Path.of(arguments[0])).withShardRates(ShardRates.UNLIMITED);
        try (LocalCloud cloud = LocalCloud.start(settings);
                KinesisClient kinesis = Clients.of(cloud, KinesisClient.builder())) {
            kinesis.createStream(request -> request.streamName("posts").shardCount(1));
            Awaitility.await()
                    .until(() ->
                            kinesis.describeStreamSummary(r -> r.streamName("posts"))
                                            .streamDescriptionSummary()
                                            .streamStatus()
                                    == StreamStatus.ACTIVE);
            for (int n = 0; ; n++) {
                String data = "record " + n;
                kinesis.putRecord(request ->
                        request.streamName("posts")
                                .partitionKey("k")
                                .data(SdkBytes.fromUtf8String(data)));
                System.out.println(n + ".");
                System.out.flush();
            }
        }
    }
}
