package dev.kinescope.pipeline.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.kinescope.pipeline.LocalPipeline;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.StepListener;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * The shipped producer in the local cloud, with its own role and a token from Secrets Manager,
 * reading from a server that answers like X.
 */
class LiveSourceIT {
    private static final String TOKEN = "AAAAtoken";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private LocalPipeline local;
    private PipelineDefinition definition;
    private HttpServer x;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        x = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        x.createContext("/", this::answer);
        x.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        x.start();
        local = LocalPipeline.start();
        definition = local.definition();
        var provisioner = local.provisioner();
        provisioner.apply(
                provisioner.plan(definition, LocalPipeline.artifacts()), StepListener.none());
        String function = definition.producer().name();
        local.session()
                .lambda()
                .updateFunctionConfiguration(update ->
                        update.functionName(function)
                                .environment(e ->
                                        e.variables(
                                                Map.of(
                                                        "X_API_URL",
                                                        "http://127.0.0.1:"
                                                                + x.getAddress().getPort()))));
        local.session()
                .lambda()
                .waiter()
                .waitUntilFunctionUpdatedV2(get -> get.functionName(function));
        try (SecretsManagerClient secrets = secrets()) {
            secrets.createSecret(
                    create -> create.name("kinescope/x-bearer-token").secretString(TOKEN));
        }
    }

    @AfterEach
    void stop() {
        local.close();
        x.stop(0);
    }

    private SecretsManagerClient secrets() {
        return SecretsManagerClient.builder()
                .endpointOverride(local.cloud().endpoint())
                .region(Region.of(local.cloud().identity().region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        local.cloud().credentials().accessKeyId(),
                                        local.cloud().credentials().secretAccessKey())))
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] page =
                """
                {"data":[{"id":"12","text":"a tram","author_id":"7","lang":"en",
                  "created_at":"2026-11-02T08:00:00.000Z"},
                 {"id":"11","text":"another tram","author_id":"7","lang":"en"}],
                 "includes":{"users":[{"id":"7","username":"mina"}]},
                 "meta":{"result_count":2,"newest_id":"12","oldest_id":"11"}}
                """
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    @Test
    void aSearchOnXReachesTheStream() throws InterruptedException {
        var settings =
                new ProducerSettings(
                        definition.producer().name(),
                        "tram",
                        Delivery.SEARCH,
                        Duration.ofSeconds(30),
                        definition.stream().name(),
                        ProducerSettings.BUNDLED,
                        OptionalLong.empty(),
                        OptionalDouble.empty());

        ProducerTotals totals =
                new ProducerRun(local.session(), LocalPipeline.CLOCK, settings).run(_ -> {});

        assertThat(asked).containsExactly("Bearer " + TOKEN);
        assertThat(totals.accepted()).isEqualTo(2);
        assertThat(totals.done()).isTrue();
        assertThat(records())
                .hasSize(2)
                .allSatisfy(post ->
                        assertThat(post)
                                .contains("\"handle\":\"mina\"", "\"source\":\"x\"", "tram"));
    }

    private List<String> records() {
        var found = new ArrayList<String>();
        String stream = definition.stream().name();
        var kinesis = local.session().kinesis();
        for (Shard shard : kinesis.listShards(list -> list.streamName(stream)).shards()) {
            String iterator =
                    kinesis.getShardIterator(get ->
                                    get.streamName(stream)
                                            .shardId(shard.shardId())
                                            .shardIteratorType("TRIM_HORIZON"))
                            .shardIterator();
            for (Record each : kinesis.getRecords(get -> get.shardIterator(iterator)).records()) {
                found.add(each.data().asUtf8String());
            }
        }
        return found;
    }
}
