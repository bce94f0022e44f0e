package dev.kinescope.desktop.functions;

import dev.kinescope.pipeline.functions.DeployListener;
import dev.kinescope.pipeline.functions.FunctionCode;
import dev.kinescope.pipeline.functions.FunctionDetails;
import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.functions.Invocation;
import dev.kinescope.pipeline.functions.LogLine;
import dev.kinescope.pipeline.functions.Report;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.StreamDefinition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** Two functions of our own making, and files for them in a folder of the test. */
final class SampleFunctions implements FunctionAccount, FunctionFiles {
    static final Instant NOW = Instant.parse("2026-11-22T14:05:12Z");
    static final EventTemplate REPLAY =
            new EventTemplate(
                    "replay.json",
                    FunctionRole.PRODUCER,
                    """
                    {
                      "keyword": "",
                      "delivery": "replay",
                      "duration": 60,
                      "kinesis_stream_name": "social-posts",
                      "posts": "bundled"
                    }\
                    """);
    static final EventTemplate SEARCH =
            new EventTemplate("search.json", FunctionRole.PRODUCER, "{\"delivery\": \"search\"}");
    static final EventTemplate BATCH =
            new EventTemplate(
                    "firehose-batch.json",
                    FunctionRole.TRANSFORM,
                    """
                    {
                      "invocationId": "7b1e6f0c-2f5d-4a53-9d35-2f1f0f7f4a10",
                      "region": "us-east-1",
                      "records": [
                        { "recordId": "4959000001000000", "data": "eyJpZCI6InAtMDAwMSJ9" },
                        { "recordId": "4959000002000000", "data": "eyJpZCI6InAtMDAwMiJ9" },
                        { "recordId": "4959000003000000", "data": "bm90IGpzb24=" }
                      ]
                    }\
                    """);
    static final List<String> TAIL =
            List.of(
                    "START RequestId: 8b1f6a0e-55d2-4c1b-a6a4-0c8f3b9e7d21 Version: $LATEST",
                    "WARN record 4959000003000000: not JSON; marked ProcessingFailed",
                    "{\"type\":\"kinescope.transform.batch\",\"records\":4,\"ok\":3,\"failed\":1}",
                    "END RequestId: 8b1f6a0e-55d2-4c1b-a6a4-0c8f3b9e7d21",
                    "REPORT RequestId: 8b1f6a0e-55d2-4c1b-a6a4-0c8f3b9e7d21\tDuration: 12.84 ms"
                        + "\tBilled Duration: 13 ms\tMemory Size: 512 MB\tMax Memory Used: 148 MB"
                        + "\tInit Duration: 480.11 ms");
    static final String ANSWER =
            "{\"records\":["
                    + record(1, "Ok", post("Line 4 is back, thank you all.", "POSITIVE"))
                    + ","
                    + record(2, "Ok", post("Doors closed again in my face.", "NEGATIVE"))
                    + ","
                    + record(3, "Ok", "{\"text\":\"\",\"SentimentSkipped\":\"no text\"}")
                    + ","
                    + record(4, "ProcessingFailed", "this is not JSON")
                    + "]}";

    private final Path folder;
    final List<String> invoked = new ArrayList<>();
    final List<FunctionCode> deployed = new ArrayList<>();
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile Optional<RuntimeException> deployFailure = Optional.empty();
    volatile boolean missing;
    volatile String packageType = "Zip";
    volatile Invocation answer = answer(ANSWER, Optional.empty());

    SampleFunctions(Path folder) throws IOException {
        this.folder = folder;
        for (FunctionRole role : FunctionRole.values()) {
            Files.write(builtZip(role), new byte[8_400]);
        }
    }

    private static String post(String text, String sentiment) {
        return "{\"text\":\"" + text + "\",\"Sentiment\":\"" + sentiment + "\"}\n";
    }

    private static String record(int number, String result, String data) {
        return "{\"recordId\":\"495900000"
                + number
                + "000000\",\"result\":\""
                + result
                + "\",\"data\":\""
                + Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8))
                + "\"}";
    }

    static Invocation answer(String payload, Optional<String> error) {
        return new Invocation(
                200,
                payload,
                payload,
                error,
                TAIL,
                Duration.ofMillis(531),
                "$LATEST",
                Report.find(TAIL));
    }

    @Override
    public PipelineDefinition definition() {
        return new PipelineDefinition(
                new StreamDefinition("social-posts", StreamDefinition.Mode.PROVISIONED, 4, 24),
                new DeliveryDefinition(
                        "social-posts-to-s3",
                        "kinescope-firehose",
                        "acme-posts",
                        "posts/",
                        "errors/",
                        5,
                        60,
                        1,
                        5,
                        DeliveryDefinition.Compression.GZIP,
                        Optional.empty()),
                spec("kinescope-producer"),
                spec("kinescope-transform"));
    }

    static FunctionSpec spec(String name) {
        return new FunctionSpec(name, name, "java25", "dev.Handler::handle", 512, 60, Map.of());
    }

    @Override
    public Path builtZip(FunctionRole role) {
        return folder.resolve(role == FunctionRole.PRODUCER ? "producer.zip" : "transform.zip");
    }

    @Override
    public List<EventTemplate> events() {
        return List.of(BATCH, REPLAY, SEARCH);
    }

    @Override
    public Optional<FunctionDetails> describe(String name) {
        return missing ? Optional.empty() : Optional.of(details(name));
    }

    private FunctionDetails details(String name) {
        return new FunctionDetails(
                name,
                "arn:aws:lambda:us-east-1:000000000000:function:" + name,
                "Active",
                "",
                "Successful",
                "",
                Optional.of(NOW.minusSeconds(400)),
                "mV7x0Zq81fK2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e=",
                8_100_000,
                "java25",
                "dev.kinescope.transform.TransformHandler::handleRequest",
                "arn:aws:iam::000000000000:role/" + name,
                512,
                60,
                "$LATEST",
                packageType,
                packageType.equals("Image")
                        ? Optional.of("000000000000.dkr.ecr.us-east-1.amazonaws.com/kinescope:1")
                        : Optional.empty(),
                Map.of("FALLBACK_LANGUAGE", "en"));
    }

    @Override
    public boolean codeDiffers(String name, Path zip) {
        return name.endsWith("transform");
    }

    @Override
    public FunctionDetails deploy(FunctionSpec spec, FunctionCode code, DeployListener listener)
            throws InterruptedException {
        deployed.add(code);
        listener.doing("uploading 8.1 MB");
        gate.await();
        deployFailure.ifPresent(failure -> {
            throw failure;
        });
        return details(spec.name());
    }

    @Override
    public Invocation invoke(String name, String json) {
        invoked.add(name + ": " + json.lines().collect(Collectors.joining()));
        return answer;
    }

    @Override
    public List<LogLine> recentLogs(String name, int most) {
        return List.of(
                new LogLine(NOW.minusSeconds(61), "2026/11/22/[$LATEST]1", "INIT_START Runtime"),
                new LogLine(NOW.minusSeconds(60), "2026/11/22/[$LATEST]1", "batch of 96 records"));
    }
}
