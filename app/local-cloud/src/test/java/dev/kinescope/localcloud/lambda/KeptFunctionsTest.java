package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.store.DelegatingDocuments;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Functions and accepted events when documents cannot be written, and after a restart. */
@Timeout(120)
class KeptFunctionsTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Documents on a disk that may be full. */
    private static final class Disk implements DelegatingDocuments {
        private final DocumentStore documents = new MemoryDocumentStore();
        private volatile boolean full;
        private final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);

        private void check() {
            if (full || writesLeft.get() == 0) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        }

        @Override
        public DocumentStore kept() {
            return documents;
        }

        @Override
        public void put(String kind, String name, byte[] document) {
            check();
            writesLeft.decrementAndGet();
            documents.put(kind, name, document);
        }

        @Override
        public void delete(String kind, String name) {
            check();
            documents.delete(kind, name);
        }
    }

    @TempDir Path directory;
    private final ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
    private final Disk disk = new Disk();
    private LambdaBench bench;

    @BeforeEach
    void start() {
        bench = LambdaBench.in(directory, time, disk);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private void settle() {
        time.advance(Duration.ofMillis(200));
    }

    private FunctionConfiguration latest() {
        return bench.lambda.getFunction(get -> get.functionName("actor")).configuration();
    }

    private void event(String payload) {
        bench.lambda.invoke(request ->
                request.functionName("actor")
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String(payload)));
    }

    @Test
    void aFunctionThatCannotBeRecordedIsNotThere() {
        disk.full = true;
        assertThatThrownBy(() -> bench.create("actor", "Actor"))
                .hasMessageContaining("No space left");
        assertThat(bench.lambda.listFunctions().functions()).isEmpty();

        disk.full = false;
        bench.create("actor", "Actor");
        settle();
        assertThat(latest().state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void aFunctionWhoseFirstVersionCannotBeRecordedGetsReadyWithoutIt() {
        disk.writesLeft.set(1);
        assertThatThrownBy(() ->
                        bench.lambda.createFunction(request ->
                                request.functionName("actor")
                                        .runtime("java25")
                                        .handler(LambdaBench.PACKAGE + "Actor")
                                        .role(LambdaBench.ROLE)
                                        .publish(true)
                                        .code(code ->
                                                code.zipFile(
                                                        SdkBytes.fromByteArray(
                                                                FunctionZips.ofHandlers())))))
                .hasMessageContaining("No space left");
        disk.writesLeft.set(Integer.MAX_VALUE);

        settle();

        assertThat(latest().state()).isEqualTo(State.ACTIVE);
        assertThat(bench.invoke("actor", "\"print 1\"").functionError()).isNull();
    }

    @Test
    void aChangeThatCannotBeRecordedHasNotHappened() {
        bench.create("actor", "Actor");
        settle();
        disk.full = true;

        assertThatThrownBy(() ->
                        bench.lambda.updateFunctionConfiguration(
                                update -> update.functionName("actor").timeout(9)))
                .hasMessageContaining("No space left");
        assertThatThrownBy(() -> bench.lambda.deleteFunction(d -> d.functionName("actor")))
                .hasMessageContaining("No space left");

        assertThat(latest().timeout()).isEqualTo(30);
        assertThat(latest().lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        assertThat(bench.invoke("actor", "\"print 1\"").functionError()).isNull();
    }

    @Test
    void whatIsReadyRunsEvenIfThatCannotBeRecorded() {
        bench.create("actor", "Actor");
        settle();
        bench.lambda.updateFunctionConfiguration(update ->
                update.functionName("actor")
                        .environment(env -> env.variables(java.util.Map.of("COLOUR", "red"))));
        disk.full = true;
        settle();

        assertThat(latest().lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        assertThat(bench.invoke("actor", "\"env COLOUR\"").payload().asUtf8String())
                .isEqualTo("\"red\"");
    }

    @Test
    void anAcceptedEventIsRunAfterARestart() {
        bench.create("actor", "Actor");
        settle();
        event("\"hang\"");
        await().atMost(SOON)
                .until(() ->
                        bench.lines.stream().anyMatch(line -> line.message().equals("hanging")));
        bench.close();

        try (LambdaBench again = LambdaBench.in(directory, time, disk)) {
            time.advance(Duration.ofSeconds(2));
            await().atMost(SOON)
                    .until(() ->
                            again.lines.stream()
                                    .anyMatch(line -> line.message().equals("hanging")));
        }
    }

    @Test
    void anEventThatIsDoneIsForgotten() {
        bench.create("actor", "Actor");
        settle();

        event("\"print 1\"");

        await().atMost(SOON)
                .until(() ->
                        bench.metrics.containsKey("Invocations")
                                && disk.names("lambda-event").isEmpty());
    }

    @Test
    void anEventThatCannotBeKeptIsNotAccepted() {
        bench.create("actor", "Actor");
        settle();
        disk.full = true;

        assertThatThrownBy(() -> event("\"print 1\"")).hasMessageContaining("No space left");
    }

    @Test
    void anEventThatFindsNoRoomToRunIsTriedForSixHours() {
        bench.create("actor", "Actor");
        settle();
        bench.lambda.putFunctionConcurrency(
                put -> put.functionName("actor").reservedConcurrentExecutions(0));
        event("\"print 1\"");
        await().atMost(SOON).until(() -> bench.metrics.getOrDefault("Throttles", 0.0) >= 1);
        assertThat(disk.names("lambda-event")).hasSize(1);

        await().atMost(SOON)
                .until(() -> {
                    time.advance(Duration.ofMinutes(5));
                    return disk.names("lambda-event").isEmpty();
                });

        assertThat(time.instant()).isAfter(Instant.parse("2026-11-22T16:00:00Z"));
    }

    @Test
    void anEventOfADeletedFunctionDoesNotRunWhatCameAfterIt() {
        bench.create("actor", "Actor");
        settle();
        bench.lambda.publishVersion(publish -> publish.functionName("actor"));
        bench.lambda.invoke(request ->
                request.functionName("actor")
                        .qualifier("1")
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String("\"throw\"")));
        await().atMost(SOON).until(() -> bench.metrics.getOrDefault("Errors", 0.0) == 1.0);

        bench.lambda.deleteFunction(delete -> delete.functionName("actor"));
        time.advance(Duration.ofSeconds(2));
        await().atMost(SOON).until(() -> disk.names("lambda-event").isEmpty());

        bench.create("actor", "Echo");
        settle();
        bench.lambda.publishVersion(publish -> publish.functionName("actor"));
        assertThat(
                        bench.lambda
                                .invoke(request ->
                                        request.functionName("actor")
                                                .qualifier("1")
                                                .payload(SdkBytes.fromUtf8String("7")))
                                .payload()
                                .asUtf8String())
                .isEqualTo("7");
        assertThatThrownBy(() -> bench.invoke("actor:2", "1"))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void publishingTheSameCodeAgainGivesTheSameVersion() {
        byte[] zip = FunctionZips.ofHandlers();
        bench.create("actor", "Actor", zip);
        settle();
        for (int i = 0; i < 2; i++) {
            assertThat(
                            bench.lambda
                                    .updateFunctionCode(update ->
                                            update.functionName("actor")
                                                    .publish(true)
                                                    .zipFile(SdkBytes.fromByteArray(zip)))
                                    .version())
                    .isEqualTo("1");
            settle();
        }
    }

    @Test
    void aZipFunctionIsNotToldHowAnImageIsRun() {
        bench.create("actor", "Actor");
        settle();

        assertThatThrownBy(() ->
                        bench.lambda.updateFunctionConfiguration(update ->
                                update.functionName("actor")
                                        .imageConfig(image -> image.command("a.B"))))
                .hasMessageContaining("ImageConfig is not supported");
    }
}
