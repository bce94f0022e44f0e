package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DelegatingDocuments;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.SystemScheduler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ServiceUnavailableException;

import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Direct puts among threads that really run at once. */
class DirectPutsTest {
    private final SystemScheduler scheduler = new SystemScheduler();
    private final CountDownLatch objectMayBeStored = new CountDownLatch(1);
    private final CountDownLatch secondMayBeKept = new CountDownLatch(1);
    private final AtomicReference<Thread> storing = new AtomicReference<>();
    private final AtomicReference<Thread> keeping = new AtomicReference<>();
    private final Documents documents = new Documents();
    private final LocalFirehose firehose =
            new LocalFirehose(
                    new Surroundings(
                            CloudIdentity.DEFAULT,
                            new FakeRoles(),
                            new FakeStream(Clock.systemUTC()),
                            new FakeFunction(),
                            (_, _, _) -> hold(storing, objectMayBeStored),
                            (_, _, _, _) -> {},
                            documents,
                            (_, _, _, _, _) -> {},
                            FirehoseTiming.LOCAL,
                            scheduler,
                            Clock.systemUTC(),
                            new Random(1)));

    private static void hold(AtomicReference<Thread> who, CountDownLatch until) {
        who.set(Thread.currentThread());
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds the second call's document up. */
    private final class Documents implements DelegatingDocuments {
        private final MemoryDocumentStore kept = new MemoryDocumentStore();
        private int puts;

        @Override
        public DocumentStore kept() {
            return kept;
        }

        @Override
        public void put(String kind, String name, byte[] document) {
            if (kind.startsWith("firehose-puts") && ++puts == 2) {
                hold(keeping, secondMayBeKept);
            }
            kept.put(kind, name, document);
        }
    }

    @AfterEach
    void stop() {
        objectMayBeStored.countDown();
        secondMayBeKept.countDown();
        firehose.close();
        scheduler.close();
    }

    @Test
    void aDeliveryStreamUnderLoadCanBeDeleted() throws InterruptedException {
        firehose.createDeliveryStream(b ->
                b.deliveryStreamName("posts")
                        .extendedS3DestinationConfiguration(d ->
                                d.roleARN(World.ROLE)
                                        .bucketARN(FakeBucket.ARN)
                                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0))));
        await().until(() ->
                firehose.describeDeliveryStream(b -> b.deliveryStreamName("posts"))
                                .deliveryStreamDescription()
                                .deliveryStreamStatus()
                        == DeliveryStreamStatus.ACTIVE);
        put();
        await().until(() -> storing.get() != null);
        Thread second = Thread.ofVirtual().start(this::put);
        await().until(() -> keeping.get() != null);
        Thread deletion =
                Thread.ofVirtual()
                        .start(() ->
                                firehose.deleteDeliveryStream(b -> b.deliveryStreamName("posts")));
        await().until(() -> deletion.getState() == Thread.State.WAITING);
        objectMayBeStored.countDown();
        await().until(() ->
                storing.get().getState() == Thread.State.WAITING
                        || storing.get().getState() == Thread.State.TERMINATED);
        secondMayBeKept.countDown();

        assertThat(second.join(Duration.ofSeconds(10))).isTrue();
        assertThat(deletion.join(Duration.ofSeconds(10))).isTrue();
    }

    private void put() {
        try {
            firehose.putRecord(b ->
                    b.deliveryStreamName("posts")
                            .record(Record.builder().data(SdkBytes.fromUtf8String("a")).build()));
        } catch (ServiceUnavailableException e) {
            // It is being deleted.
        }
    }
}
