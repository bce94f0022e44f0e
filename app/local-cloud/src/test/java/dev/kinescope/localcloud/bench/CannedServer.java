package dev.kinescope.localcloud.bench;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * What the client can do at best: the same HTTP server, but it looks at no more than the name of
 * the operation and answers with bytes that were made beforehand.
 */
final class CannedServer {
    private static final HeaderName TARGET = HeaderNames.create("X-Amz-Target");
    private static final String PREFIX = "Kinesis_20131202.";
    private static final String SEQUENCE =
            "49669988776655443322110099887766554433221100998877665544";
    private static final String SHARD = "shardId-000000000000";
    private static final int EPOCH = 1;

    private final Map<String, byte[]> answers;

    private CannedServer() throws IOException {
        answers =
                Map.of(
                        "PutRecords", bytes(CannedServer::putRecords),
                        "PutRecord", bytes(CannedServer::putRecord),
                        "GetRecords", bytes(CannedServer::getRecords),
                        "GetShardIterator",
                                bytes(out -> text(out, "ShardIterator", "A".repeat(140))));
    }

    /** Serves until the process is ended; prints the four lines that the local cloud prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var canned = new CannedServer();
        WebServer server =
                WebServer.builder()
                        .address(InetAddress.ofLiteral("127.0.0.1"))
                        .port(0)
                        .connectionOptions(options -> options.tcpNoDelay(true))
                        .routing(HttpRouting.builder().any(canned::answer))
                        .build()
                        .start();
        System.out.println("export AWS_ENDPOINT_URL=http://127.0.0.1:" + server.port());
        System.out.println("export AWS_ACCESS_KEY_ID=canned");
        System.out.println("export AWS_SECRET_ACCESS_KEY=canned");
        System.out.println("export AWS_DEFAULT_REGION=us-east-1");
        new CountDownLatch(1).await();
    }

    private void answer(ServerRequest request, ServerResponse response) {
        request.content().consume();
        String operation =
                request.headers().first(TARGET).orElse(PREFIX).substring(PREFIX.length());
        response.header(HeaderNames.CONTENT_TYPE, "application/x-amz-cbor-1.1");
        response.send(answers.getOrDefault(operation, new byte[0]));
    }

    private interface Members {
        void write(CBORGenerator out) throws IOException;
    }

    private static byte[] bytes(Members members) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = new CBORFactory().createGenerator(bytes)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void putRecords(CBORGenerator out) throws IOException {
        out.writeFieldName("FailedRecordCount");
        out.writeNumber(0);
        out.writeFieldName("Records");
        out.writeStartArray(Sizes.BATCH, Sizes.BATCH);
        for (int i = 0; i < Sizes.BATCH; i++) {
            out.writeStartObject();
            text(out, "SequenceNumber", SEQUENCE);
            text(out, "ShardId", SHARD);
            out.writeEndObject();
        }
        out.writeEndArray();
        text(out, "EncryptionType", "NONE");
    }

    private static void putRecord(CBORGenerator out) throws IOException {
        text(out, "ShardId", SHARD);
        text(out, "SequenceNumber", SEQUENCE);
        text(out, "EncryptionType", "NONE");
    }

    private static void getRecords(CBORGenerator out) throws IOException {
        var data = new byte[Sizes.BYTES];
        new Random(1).nextBytes(data);
        out.writeFieldName("Records");
        out.writeStartArray(Sizes.READ, Sizes.READ);
        for (int i = 0; i < Sizes.READ; i++) {
            out.writeStartObject();
            text(out, "SequenceNumber", SEQUENCE);
            out.writeFieldName("ApproximateArrivalTimestamp");
            out.writeTag(EPOCH);
            out.writeNumber(1_795_000_000_000L);
            out.writeFieldName("Data");
            out.writeBinary(data);
            text(out, "PartitionKey", Records.key(i));
            text(out, "EncryptionType", "NONE");
            out.writeEndObject();
        }
        out.writeEndArray();
        text(out, "NextShardIterator", "A".repeat(140));
        out.writeFieldName("MillisBehindLatest");
        out.writeNumber(0L);
    }

    private static void text(CBORGenerator out, String name, String value) throws IOException {
        out.writeFieldName(name);
        out.writeString(value);
    }
}
