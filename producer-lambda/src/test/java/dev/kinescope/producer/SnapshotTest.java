package dev.kinescope.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.producer.send.RecordSink;
import dev.kinescope.producer.send.StreamRefusedException;
import dev.kinescope.producer.source.BundledPosts;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

class SnapshotTest {
    private final ManualClock clock = new ManualClock();
    private final FakeStream stream = new FakeStream();
    private final FakeSnapshots snapshots = new FakeSnapshots();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<String> names = new ArrayList<>();

    private ProducerHandler handler(Function<String, RecordSink> streams) {
        return new ProducerHandler(
                streams,
                new Sources(
                        _ -> new BundledPosts(),
                        new FakeToken(),
                        Places.of(Map.of()),
                        clock,
                        clock),
                new Random(1),
                clock,
                clock,
                new PrintStream(log, true, StandardCharsets.UTF_8),
                snapshots);
    }

    @Test
    void beforeItOnePostGoesTheWholeWayToNoStream() throws Exception {
        var handler =
                handler(name -> {
                    names.add(name);
                    return stream;
                });

        snapshots.take();

        assertThat(names).containsExactly("!");
        assertThat(stream.keys()).containsExactly("p-0001");
        assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
        Reference.reachabilityFence(handler);
    }

    @Test
    void theStreamsRefusalIsWhatIsExpected() throws Exception {
        var handler =
                handler(_ ->
                        (_, _) -> {
                            throw new StreamRefusedException("no", new Exception());
                        });

        snapshots.take();

        assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
        Reference.reachabilityFence(handler);
    }

    @Test
    void aFaultDoesNotPreventIt() throws Exception {
        var handler =
                handler(_ -> {
                    throw new IllegalStateException("a fault");
                });

        snapshots.take();

        assertThat(log.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "WARN the function is not ready in its snapshot:"
                                + " java.lang.IllegalStateException"
                                + System.lineSeparator());
        Reference.reachabilityFence(handler);
    }

    @Test
    void theHandlerKeepsItsHooks() {
        var handler = handler(_ -> stream);
        var garbage = new WeakReference<>(new Object());
        await().until(() -> {
            System.gc();
            return garbage.get() == null;
        });

        assertThat(snapshots.registered()).hasSize(1);
        Reference.reachabilityFence(handler);
    }
}
