package dev.kinescope.pipeline.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.kinesis.ShardRates;
import dev.kinescope.pipeline.LocalPipeline;
import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.functions.Functions;
import dev.kinescope.pipeline.functions.Invocation;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.StepListener;

import software.amazon.awssdk.core.SdkBytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a shipped function as it runs in the local cloud, one line of JSON for each case: {@code
 * app/docs/benchmarks-functions.md} says what each is.
 */
final class FunctionsBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POSTS = 100_000;
    private static final int SINGLE_PUTS = 5_000;
    private static final int WARM_CALLS = 50;

    private final LocalPipeline local;
    private final PipelineDefinition definition;
    private final Functions functions;
    private final int rounds;

    private FunctionsBench(LocalPipeline local, int rounds) throws IOException {
        this.local = local;
        this.definition = local.definition();
        this.functions = new Functions(local.session(), LocalPipeline.CLOCK);
        this.rounds = rounds;
    }

    /** Arguments: {@code producer} or {@code transform}; {@code bench.rounds} says how often. */
    public static void main(String[] arguments) throws Exception {
        String given = System.getProperty("bench.rounds", "");
        var settings = LocalCloudSettings.inMemory().withShardRates(ShardRates.UNLIMITED);
        try (LocalPipeline local = LocalPipeline.start(settings)) {
            new FunctionsBench(local, given.isEmpty() ? 5 : Integer.parseInt(given))
                    .run(arguments[0]);
        }
    }

    private void run(String which) throws IOException, InterruptedException {
        var provisioner = local.provisioner();
        provisioner.apply(
                provisioner.plan(definition, LocalPipeline.artifacts()), StepListener.none());
        // The deliveries would share the processor with what is measured.
        local.session()
                .firehose()
                .deleteDeliveryStream(d -> d.deliveryStreamName(definition.delivery().name()));
        switch (which) {
            case "producer" -> {
                starts(definition.producer(), replay(1));
                replays();
                singlePuts();
            }
            case "transform" ->
                    starts(
                            definition.transform(),
                            Files.readString(
                                    LocalPipeline.RESOURCES.resolve("events/firehose-batch.json")));
            default -> throw new IllegalArgumentException("no function is called " + which);
        }
    }

    /** The first call of a new process, and the calls after it. */
    private void starts(FunctionSpec function, String event)
            throws JsonProcessingException, InterruptedException {
        var cold = new ArrayList<Double>();
        var init = new ArrayList<Double>();
        for (int round = 0; round <= rounds; round++) {
            renew(function, round);
            long begin = System.nanoTime();
            Invocation first = invoke(function, event);
            // The first round makes the archive of classes that the later ones start from.
            if (round > 0) {
                cold.add((System.nanoTime() - begin) / 1e6);
                init.add(initMillis(first));
            }
        }
        var warm = new ArrayList<Double>();
        for (int call = 0; call < WARM_CALLS * 2; call++) {
            long begin = System.nanoTime();
            invoke(function, event);
            if (call >= WARM_CALLS) {
                warm.add((System.nanoTime() - begin) / 1e6);
            }
        }
        print(
                "cold start",
                Map.of("wall_ms", median(cold), "init_ms", median(init), "starts", rounds));
        print("warm call", Map.of("wall_ms", median(warm), "calls", WARM_CALLS));
    }

    /** Another environment is another process. */
    private void renew(FunctionSpec function, int round) {
        var environment = new HashMap<>(function.environment());
        environment.put("BENCH_ROUND", Integer.toString(round));
        local.session()
                .lambda()
                .updateFunctionConfiguration(update ->
                        update.functionName(function.name())
                                .environment(e -> e.variables(environment)));
        local.session()
                .lambda()
                .waiter()
                .waitUntilFunctionUpdatedV2(get -> get.functionName(function.name()));
    }

    private static double initMillis(Invocation invocation) {
        return invocation.logTail().stream()
                .filter(line -> line.contains("Init Duration: "))
                .mapToDouble(line ->
                        Double.parseDouble(
                                line.replaceAll(".*Init Duration: ([0-9.]+) ms.*", "$1")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the call was no cold start"));
    }

    /** As fast as the function can, by its own count and time. */
    private void replays() throws JsonProcessingException {
        var rates = new ArrayList<Double>();
        for (int round = 0; round <= rounds; round++) {
            JsonNode result = JSON.readTree(invoke(definition.producer(), replay(POSTS)).payload());
            if (result.path("accepted").asInt() != POSTS) {
                throw new IllegalStateException("not all posts were accepted: " + result);
            }
            if (round > 0) {
                rates.add(POSTS * 1000.0 / result.path("elapsedMillis").asDouble());
            }
        }
        print(
                "producer, PutRecords of 500",
                Map.of("records_per_s", median(rates), "posts", POSTS, "rounds", rounds));
    }

    /** The way of the original: one record a call, one after the other. */
    private void singlePuts() {
        SdkBytes post =
                SdkBytes.fromString(
                        "{\"id\":\"p\",\"text\":\"%s\"}".formatted("tram ".repeat(50)),
                        StandardCharsets.UTF_8);
        double rate = 0;
        for (int round = 0; round < 2; round++) {
            long begin = System.nanoTime();
            for (int put = 0; put < SINGLE_PUTS; put++) {
                local.session()
                        .kinesis()
                        .putRecord(r ->
                                r.streamName(definition.stream().name())
                                        .partitionKey("1")
                                        .data(post));
            }
            rate = SINGLE_PUTS * 1e9 / (System.nanoTime() - begin);
        }
        print("one record per call", Map.of("records_per_s", rate, "posts", SINGLE_PUTS));
    }

    private String replay(int posts) {
        return JSON.createObjectNode()
                .put("delivery", "replay")
                .put("duration", 50)
                .put("kinesis_stream_name", definition.stream().name())
                .put("count", posts)
                .toString();
    }

    private Invocation invoke(FunctionSpec function, String event) {
        Invocation answer = functions.invoke(function.name(), event);
        if (answer.failed()) {
            throw new IllegalStateException(function.name() + ": " + answer.payload());
        }
        return answer;
    }

    private static double median(List<Double> values) {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static void print(String name, Map<String, ? extends Number> numbers) {
        var line = JSON.createObjectNode().put("case", name);
        numbers.keySet().stream()
                .sorted()
                .forEach(key ->
                        line.put(key, Math.round(numbers.get(key).doubleValue() * 10) / 10.0));
        System.out.println(line);
    }
}
