package dev.kinescope.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.transform.FakeService.Call;
import dev.kinescope.transform.sentiment.RenewableRandom;
import dev.kinescope.transform.sentiment.Reply;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.List;

class SnapshotTest {
    private final Invocations invocations = new Invocations(Invocations.DETECTING);
    private final FakeService service = invocations.service;

    @Test
    void beforeItABatchGoesTheWholeWayWithOneCall() throws Exception {
        invocations.snapshots.beforeCheckpoint(invocations.snapshots);

        assertThat(service.sentiments.calls())
                .containsExactly(new Call("en", List.of("A fine day")));
        assertThat(log()).isEmpty();
    }

    @Test
    void aServiceThatCannotBeAskedDoesNotPreventIt() throws Exception {
        service.sentiments.always(_ -> new Reply.Refused<>("AccessDeniedException"));

        invocations.snapshots.beforeCheckpoint(invocations.snapshots);

        assertThat(log())
                .containsExactly(
                        "WARN the function is not ready in its snapshot:"
                                + " no sentiment: AccessDeniedException");
    }

    @Test
    void aFaultOfOurOwnDoesNotPreventItEither() throws Exception {
        service.sentiments.always(_ -> {
            throw new IllegalStateException("a fault");
        });

        invocations.snapshots.beforeCheckpoint(invocations.snapshots);

        assertThat(log())
                .singleElement()
                .asString()
                .endsWith("internal fault java.lang.IllegalStateException");
    }

    @Test
    void afterItBatchesAreAnsweredAsEver() throws Exception {
        invocations.snapshots.beforeCheckpoint(invocations.snapshots);
        invocations.snapshots.afterRestore(invocations.snapshots);

        assertThat(Invocations.results(invocations.invoke("{\"text\":\"t\"}")))
                .containsExactly("r0: Ok");
    }

    @Test
    void theHandlerKeepsItsHooks() throws IOException {
        var garbage = new WeakReference<>(new Object());
        await().until(() -> {
            System.gc();
            return garbage.get() == null;
        });

        assertThat(invocations.snapshots.registered()).hasSize(1);
        invocations.invoke("");
    }

    @Test
    void renewedRandomnessIsAnother() {
        var random = new RenewableRandom();
        List<Long> before = random.longs(4).boxed().toList();

        random.renew();

        assertThat(random.longs(4).boxed().toList()).isNotEqualTo(before);
    }

    private List<String> log() {
        return invocations.log.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
