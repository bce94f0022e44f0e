package dev.kinescope.desktop.cli;

import dev.kinescope.desktop.cli.SignedCalls.Call;
import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.kinesis.ShardRates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;

/**
 * Calls a local cloud as its users will, so that the JVM learns which classes and methods they need
 * and keeps them in its cache.
 */
final class Rehearsal {
    private static final int CALLS = 300;
    private static final int BATCH = 50;
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String CBOR = "application/x-amz-cbor-1.1";

    /** A map of no members, in CBOR. */
    private static final String NOTHING = "\u00a0";

    private final SignedCalls calls;

    private Rehearsal(SignedCalls calls) {
        this.calls = calls;
    }

    /** The settings of a cloud to play it on: it is in a hurry. */
    static LocalCloudSettings stage(LocalCloudSettings usual) {
        return usual.withShardRates(ShardRates.UNLIMITED);
    }

    /** Plays it on a cloud that holds nothing else. */
    static void play(LocalCloud cloud, Clock clock) throws IOException, GeneralSecurityException {
        try (var calls =
                new SignedCalls(
                        cloud.endpoint(), cloud.identity().region(), cloud.credentials(), clock)) {
            new Rehearsal(calls).play();
        }
    }

    private void play() throws IOException, GeneralSecurityException {
        kinesis(CBOR, "ListStreams", NOTHING);
        kinesis("CreateStream", "{\"StreamName\":\"rehearsal\",\"ShardCount\":1}");
        String summary = "";
        while (!summary.contains("ACTIVE")) {
            summary = kinesis("DescribeStreamSummary", "{\"StreamName\":\"rehearsal\"}");
        }
        String batch =
                "{\"StreamName\":\"rehearsal\",\"Records\":["
                        + "{\"PartitionKey\":\"k\",\"Data\":\"cmVoZWFyc2Fs\"},".repeat(BATCH - 1)
                        + "{\"PartitionKey\":\"k\",\"Data\":\"cmVoZWFyc2Fs\"}]}";
        String iterator =
                kinesis(
                        "GetShardIterator",
                        "{\"StreamName\":\"rehearsal\",\"ShardId\":\"shardId-000000000000\","
                                + "\"ShardIteratorType\":\"TRIM_HORIZON\"}");
        for (int i = 0; i < CALLS; i++) {
            kinesis("PutRecords", batch);
            kinesis(CBOR, "ListStreams", NOTHING);
            if (i % BATCH == 0) {
                kinesis("GetRecords", iterator.replace("}", ",\"Limit\":100}"));
            }
        }
        s3("PUT", "/rehearsal", "");
        s3("PUT", "/rehearsal/one", "one");
        s3("GET", "/rehearsal/one", "");
        s3("GET", "/rehearsal", "");
    }

    private String kinesis(String operation, String body)
            throws IOException, GeneralSecurityException {
        return kinesis(JSON, operation, body);
    }

    private String kinesis(String type, String operation, String body)
            throws IOException, GeneralSecurityException {
        String headers =
                "Content-Type: " + type + "\r\nX-Amz-Target: Kinesis_20131202." + operation;
        return calls.send(new Call("kinesis", "POST", "/", headers, body));
    }

    private void s3(String method, String path, String body)
            throws IOException, GeneralSecurityException {
        calls.send(new Call("s3", method, path, "Content-Type: text/plain", body));
    }
}
