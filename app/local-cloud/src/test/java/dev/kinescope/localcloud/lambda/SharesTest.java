package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.store.MemoryDocumentStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** How invocations are shared out: among an alias's versions, and among functions. */
@Timeout(120)
class SharesTest {
    @TempDir Path directory;
    private final MemoryDocumentStore documents = new MemoryDocumentStore();
    private LambdaBench bench;
    private LambdaClient lambda;

    @BeforeEach
    void start() {
        open();
        bench.createActive("actor", "Actor");
    }

    private void open() {
        bench =
                LambdaBench.inRealTime(
                        LambdaSettings.in(directory.resolve("lambda"))
                                .withArchiveDelay(Duration.ofDays(1)),
                        documents);
        lambda = bench.lambda;
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private void publishTwo() {
        lambda.publishVersion(p -> p.functionName("actor"));
        lambda.updateFunctionConfiguration(u -> u.functionName("actor").description("second"));
        await().until(() ->
                lambda.getFunctionConfiguration(g -> g.functionName("actor"))
                        .lastUpdateStatusAsString()
                        .equals("Successful"));
        lambda.updateFunctionConfiguration(u -> u.functionName("actor").timeout(29));
        await().until(() ->
                lambda.getFunctionConfiguration(g -> g.functionName("actor"))
                        .lastUpdateStatusAsString()
                        .equals("Successful"));
        assertThat(lambda.publishVersion(p -> p.functionName("actor")).version()).isEqualTo("2");
    }

    @Test
    void anAliasGivesItsOtherVersionAShare() {
        publishTwo();
        lambda.createAlias(a ->
                a.functionName("actor")
                        .name("live")
                        .functionVersion("1")
                        .routingConfig(r -> r.additionalVersionWeights(Map.of("2", 0.3))));

        var versions = new TreeMap<String, Integer>();
        for (int i = 0; i < 100; i++) {
            InvokeResponse response = bench.invoke("actor:live", "\"print 1\"");
            versions.merge(response.executedVersion(), 1, Integer::sum);
        }

        // The test's random numbers begin with seed 7.
        assertThat(versions.keySet()).containsExactly("1", "2");
        assertThat(versions.get("2")).isBetween(18, 42);
        assertThat(
                        lambda.getAlias(g -> g.functionName("actor").name("live"))
                                .routingConfig()
                                .additionalVersionWeights())
                .isEqualTo(Map.of("2", 0.3));
        assertThatThrownBy(() -> lambda.deleteFunction(d -> d.functionName("actor:2")))
                .isInstanceOf(ResourceConflictException.class);

        lambda.updateAlias(u ->
                u.functionName("actor")
                        .name("live")
                        .routingConfig(r -> r.additionalVersionWeights(Map.of())));
        assertThat(lambda.getAlias(g -> g.functionName("actor").name("live")).routingConfig())
                .isNull();
    }

    @Test
    void sharesThatCannotBeAreRefused() {
        publishTwo();

        refusedShare("1", Map.of("$LATEST", 0.5), "$LATEST is not supported for an alias");
        refusedShare("$LATEST", Map.of("1", 0.5), "$LATEST is not supported for an alias");
        refusedShare("1", Map.of("1", 0.5), "already included in routing configuration");
        refusedShare("1", Map.of("2", 1.5), "Member must be from 0.0 to 1.0");
        refusedShare("1", Map.of("2", 0.1, "3", 0.1), "cannot be greater than 1");
        assertThatThrownBy(() ->
                        lambda.createAlias(a ->
                                a.functionName("actor")
                                        .name("live")
                                        .functionVersion("1")
                                        .routingConfig(
                                                r -> r.additionalVersionWeights(Map.of("9", 0.5)))))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    private void refusedShare(String version, Map<String, Double> weights, String reason) {
        assertThatThrownBy(() ->
                        lambda.createAlias(a ->
                                a.functionName("actor")
                                        .name("live")
                                        .functionVersion(version)
                                        .routingConfig(r -> r.additionalVersionWeights(weights))))
                .hasMessageContaining(reason);
    }

    @Test
    void aFunctionRunsNoMoreThanIsReservedForIt() throws Exception {
        lambda.putFunctionConcurrency(p -> p.functionName("actor").reservedConcurrentExecutions(1));
        Path gate = directory.resolve("gate");
        CompletableFuture<InvokeResponse> first =
                CompletableFuture.supplyAsync(() -> bench.invoke("actor", "\"file " + gate + "\""));
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        bench.lines.stream().anyMatch(line -> line.message().equals("waiting")));

        assertThatThrownBy(() -> bench.invoke("actor", "\"print 1\""))
                .isInstanceOfSatisfying(
                        TooManyRequestsException.class,
                        error ->
                                assertThat(error.reasonAsString())
                                        .isEqualTo(
                                                "ReservedFunctionConcurrentInvocationLimitExceeded"));
        Files.createFile(gate);
        assertThat(first.get().functionError()).isNull();
        assertThat(bench.metrics).containsEntry("Throttles", 1.0);

        end();
        open();
        assertThat(
                        lambda.getFunctionConcurrency(g -> g.functionName("actor"))
                                .reservedConcurrentExecutions())
                .isEqualTo(1);
        assertThat(
                        lambda.getFunction(g -> g.functionName("actor"))
                                .concurrency()
                                .reservedConcurrentExecutions())
                .isEqualTo(1);
        lambda.putFunctionConcurrency(p -> p.functionName("actor").reservedConcurrentExecutions(0));
        assertThatThrownBy(() -> bench.invoke("actor", "\"print 1\""))
                .isInstanceOf(TooManyRequestsException.class);
        lambda.deleteFunctionConcurrency(d -> d.functionName("actor"));
        assertThat(bench.invoke("actor", "\"print 1\"").functionError()).isNull();
    }

    @Test
    void theAccountKeepsSomeForTheOthers() {
        lambda.putFunctionConcurrency(
                p -> p.functionName("actor").reservedConcurrentExecutions(900));
        bench.createActive("echo", "Echo");

        assertThatThrownBy(() ->
                        lambda.putFunctionConcurrency(
                                p -> p.functionName("echo").reservedConcurrentExecutions(1)))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("below its minimum value of [100].");
        var account = lambda.getAccountSettings();
        assertThat(account.accountLimit().concurrentExecutions()).isEqualTo(1000);
        assertThat(account.accountLimit().unreservedConcurrentExecutions()).isEqualTo(100);
        assertThat(account.accountUsage().functionCount()).isEqualTo(2);
        assertThat(account.accountUsage().totalCodeSize())
                .isEqualTo(2L * FunctionZips.ofHandlers().length);
    }
}
