package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.store.DelegatingDocuments;
import dev.kinescope.localcloud.store.DirectoryDocumentStore;
import dev.kinescope.localcloud.store.Disk;
import dev.kinescope.localcloud.store.DiskFullException;
import dev.kinescope.localcloud.store.DiskLimits;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepted events: bursts of them, damaged ones, and those that the end of the JVM interrupts. */
@Timeout(120)
class EventQueueTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String KIND = "lambda-event";

    /** Documents on a disk that may not be able to read events. */
    private static final class Disks implements DelegatingDocuments {
        private final DocumentStore documents = new MemoryDocumentStore();
        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger failedReads = new AtomicInteger();
        private volatile boolean unreadable;

        @Override
        public DocumentStore kept() {
            return documents;
        }

        @Override
        public Optional<byte[]> get(String kind, String name) {
            if (unreadable && kind.equals(KIND)) {
                failedReads.incrementAndGet();
                throw new UncheckedIOException(new IOException("Input/output error"));
            }
            reads.addAndGet(kind.equals(KIND) ? 1 : 0);
            return documents.get(kind, name);
        }
    }

    @TempDir Path directory;
    private final ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
    private final Disks disk = new Disks();

    private LambdaBench start(DocumentStore documents) {
        return LambdaBench.in(LambdaSettings.in(directory).withMaxChildren(2), time, documents);
    }

    private void createActor(LambdaBench bench) {
        bench.create("actor", "Actor");
        time.advance(Duration.ofMillis(200));
    }

    private static void event(LambdaBench bench, String payload) {
        bench.lambda.invoke(request ->
                request.functionName("actor")
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String(payload)));
    }

    private static double runs(LambdaBench bench) {
        return bench.metrics.getOrDefault("Invocations", 0.0);
    }

    /** No longer than that: time that passes while a function starts would end it. */
    private void passUntilReads(int reads) {
        await().atMost(SOON)
                .until(() -> {
                    time.advance(Duration.ofSeconds(1));
                    return disk.reads.get() >= reads;
                });
    }

    @Test
    void aBurstIsDoneByTheChildrenThereAreWithoutAnyPause() {
        try (LambdaBench bench = start(disk)) {
            createActor(bench);

            for (int n = 0; n < 40; n++) {
                event(bench, "\"print 1\"");
            }

            await().atMost(SOON).until(() -> disk.names(KIND).isEmpty());
            assertThat(runs(bench)).isEqualTo(40);
            assertThat(bench.metrics.getOrDefault("Throttles", 0.0)).isZero();
        }
    }

    @Test
    void eventsWaitForRoomThatOtherCallersHaveTaken() {
        try (LambdaBench bench = start(disk)) {
            createActor(bench);
            bench.lambda.putFunctionConcurrency(
                    put -> put.functionName("actor").reservedConcurrentExecutions(1));
            Path gate = directory.resolve("gate");
            var caller =
                    Thread.ofVirtual().start(() -> bench.invoke("actor", "\"file " + gate + "\""));
            await().atMost(SOON)
                    .until(() ->
                            bench.lines.stream()
                                    .anyMatch(line -> line.message().equals("waiting")));
            for (int n = 0; n < 5; n++) {
                event(bench, "\"print 1\"");
            }
            await().atMost(SOON).until(() -> bench.metrics.getOrDefault("Throttles", 0.0) > 0);
            assertThat(disk.names(KIND)).hasSize(5);

            assertThat(gate.toFile().createNewFile()).isTrue();
            assertThat(caller.join(SOON)).isTrue();
            passUntilReads(disk.reads.get() + 1);

            await().atMost(SOON).until(() -> disk.names(KIND).isEmpty());
            assertThat(runs(bench)).isEqualTo(6);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEventThatCannotBeReadNowIsRunLater() {
        try (LambdaBench bench = start(disk)) {
            createActor(bench);
            disk.unreadable = true;
            event(bench, "\"print 1\"");
            await().atMost(SOON).until(() -> disk.failedReads.get() > 0);
            disk.unreadable = false;

            passUntilReads(1);
            await().atMost(SOON).until(() -> disk.names(KIND).isEmpty());
            assertThat(runs(bench)).isEqualTo(1);
        }
    }

    @Test
    void anEventThatCannotBeReadAtTheStartIsRunLater() {
        try (LambdaBench bench = start(disk)) {
            createActor(bench);
            event(bench, "\"hang\"");
            await().atMost(SOON)
                    .until(() ->
                            bench.lines.stream()
                                    .anyMatch(line -> line.message().equals("hanging")));
        }
        disk.unreadable = true;
        try (LambdaBench again = start(disk)) {
            disk.unreadable = false;

            // It is read when it gets in line, and when it is run.
            passUntilReads(disk.reads.get() + 2);
            await().atMost(SOON)
                    .until(() ->
                            again.lines.stream()
                                    .anyMatch(line -> line.message().equals("hanging")));
        }
    }

    @Test
    void aDamagedEventIsKeptAsideAndTheOthersAreRun() {
        disk.put(KIND, "broken", "{\"function\":".getBytes(StandardCharsets.UTF_8));
        disk.put(KIND, "empty", new byte[0]);
        try (LambdaBench bench = start(disk)) {
            createActor(bench);
            disk.put(KIND, "strange", "{\"function\":\"a\"}".getBytes(StandardCharsets.UTF_8));
            event(bench, "\"print 1\"");

            await().atMost(SOON).until(() -> disk.names(KIND).equals(List.of("strange")));
            assertThat(runs(bench)).isEqualTo(1);
        }
        start(disk).close();

        assertThat(disk.names(KIND)).isEmpty();
        assertThat(disk.names("lambda-event-damaged"))
                .containsExactly("broken", "empty", "strange");
    }

    @Test
    void anEventThatTheDirectoryHasNoRoomForIsNotAccepted() {
        Path documents = directory.resolve("documents");
        var store =
                new DirectoryDocumentStore(
                        documents, Disk.of(documents, new DiskLimits(200_000, 0)));
        try (LambdaBench bench = start(store)) {
            createActor(bench);

            assertThatThrownBy(() -> event(bench, "\"" + "x".repeat(300_000) + "\""))
                    .isInstanceOf(DiskFullException.class);

            assertThat(store.names(KIND)).isEmpty();
            bench.lambda.deleteFunction(delete -> delete.functionName("actor"));
        }
    }

    @Test
    void anEventAtWorkIsKeptWhenTheJvmIsToldToEnd() throws Exception {
        Process cloud =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                EndedCloud.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader output = cloud.inputReader()) {
            assertThat(output.lines().anyMatch(line -> line.equals("hanging"))).isTrue();

            cloud.destroy();
            cloud.waitFor();

            assertThat(new DirectoryDocumentStore(directory.resolve("documents")).names(KIND))
                    .hasSize(1);
        } finally {
            cloud.destroyForcibly();
        }
    }
}
