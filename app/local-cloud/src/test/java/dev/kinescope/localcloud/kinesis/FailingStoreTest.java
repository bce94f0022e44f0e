package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.store.LogEntry;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.store.RecordLog;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What clients see of a store that fails for a while, or for some shards. */
class FailingStoreTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/posts";

    /** The ends of the names of logs that take nothing, and of those that are not deleted. */
    private final Set<String> full = new HashSet<>();

    private final Set<String> stuck = new HashSet<>();
    private final Set<String> unopened = new HashSet<>();
    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private final KinesisFixture cloud = new KinesisFixture(ShardRates.ENFORCED, this::open);
    private final LocalKinesis kinesis = cloud.kinesis;

    private RecordLog open(String name) {
        fail(unopened, name, "Too many open files");
        there.add(name);
        return new MemoryRecordLog() {
            @Override
            public synchronized void append(List<LogEntry> entries) {
                fail(full, name, "No space left on device");
                super.append(entries);
            }

            @Override
            public synchronized void delete() {
                fail(stuck, name, "Device or resource busy");
                super.delete();
                there.remove(name);
            }
        };
    }

    private static void fail(Set<String> names, String name, String why) {
        if (names.stream().anyMatch(name::endsWith)) {
            throw new UncheckedIOException(why, new IOException(why));
        }
    }

    private PutRecordsResponse put(int from, int to) {
        return kinesis.putRecords(request ->
                request.streamName("posts").records(KinesisFixture.entries(from, to, 10)));
    }

    @Test
    void recordsOfTheShardThatCannotStoreThemFailAndTheOthersAreAcknowledged() {
        cloud.stream("posts", 2);
        full.add("1");

        PutRecordsResponse put = put(0, 50);

        assertThat(put.records()).hasSize(50);
        assertThat(put.failedRecordCount()).isBetween(1, 49);
        assertThat(put.records().stream().filter(entry -> entry.errorCode() != null))
                .hasSize(put.failedRecordCount())
                .extracting(PutRecordsResultEntry::errorCode, PutRecordsResultEntry::errorMessage)
                .containsOnly(
                        org.assertj.core.groups.Tuple.tuple(
                                "InternalFailure",
                                "Internal Service Failure: No space left on device"));
        assertThat(cloud.read("posts", KinesisFixture.FIRST)).hasSize(50 - put.failedRecordCount());
        assertThat(cloud.metrics)
                .containsEntry("PutRecords.FailedRecords", (double) put.failedRecordCount())
                .containsEntry("PutRecords.TotalRecords", 50.0)
                .containsEntry("PutRecords.ThrottledRecords", 0.0);
    }

    @Test
    void aRequestOfWhichNothingIsStoredFailsAsAWholeAndUsesUpNoRate() {
        cloud.stream("posts", 1);
        full.add("0");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> put(0, 500)).isInstanceOf(UncheckedIOException.class);
        }
        assertThatThrownBy(() -> cloud.put("posts", "k", "single"))
                .isInstanceOf(UncheckedIOException.class);
        full.clear();

        assertThat(put(0, 500).failedRecordCount()).isZero();
    }

    @Test
    void whatIsNotStoredShowsInTheMetrics() {
        cloud.stream("posts", 1);
        full.add("0");
        assertThatThrownBy(() -> put(0, 5)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> cloud.put("posts", "k", "single"))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(cloud.metrics)
                .containsEntry("PutRecords.Success", 0.0)
                .containsEntry("PutRecords.TotalRecords", 5.0)
                .containsEntry("PutRecords.FailedRecords", 5.0)
                .containsEntry("PutRecords.ThrottledRecords", 0.0)
                .containsEntry("PutRecord.Success", 0.0)
                .containsEntry("WriteProvisionedThroughputExceeded", 0.0)
                .doesNotContainKey("IncomingRecords");
    }

    @Test
    void aStreamOfWhichALogCannotBeOpenedLeavesNoneOfTheOthers() {
        unopened.add("2");

        assertThatThrownBy(() -> cloud.stream("posts", 4)).isInstanceOf(UncheckedIOException.class);
        assertThat(there).isEmpty();
        assertThat(kinesis.listStreams().streamNames()).isEmpty();
        unopened.clear();
        cloud.stream("posts", 4);

        assertThat(there).hasSize(4);
    }

    @Test
    void whatCannotBeKeptForLongIsLoggedOnce() {
        cloud.stream("posts", 1);
        kinesis.deleteStream(r -> r.streamName("posts"));
        cloud.failToKeep.set(true);

        List<String> logged = logged(() -> cloud.time.advance(Duration.ofMinutes(10)));

        assertThat(logged)
                .singleElement()
                .asString()
                .startsWith("The end of stream posts cannot be kept.");
    }

    private static List<String> logged(Runnable work) {
        var messages = new ArrayList<String>();
        var handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord record) {
                        messages.add(record.getMessage());
                    }

                    @Override
                    public void flush() {
                        // Nothing is held back.
                    }

                    @Override
                    public void close() {
                        // Nothing is held.
                    }
                };
        Logger logger = Logger.getLogger(Deferred.class.getName());
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }

    @Test
    void aConsumerIsReadyOnceTheStoreKeepsIt() {
        cloud.stream("posts", 1);
        kinesis.registerStreamConsumer(r -> r.streamARN(ARN).consumerName("reader"));
        cloud.failToKeep.set(true);
        cloud.time.advance(KinesisFixture.DELAY);
        cloud.failToKeep.set(false);
        cloud.time.advance(Duration.ofSeconds(5));

        assertThat(kinesis.listStreamConsumers(r -> r.streamARN(ARN)).consumers())
                .singleElement()
                .satisfies(consumer ->
                        assertThat(consumer.consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE));
    }

    @Test
    void aStreamIsDeletingUntilTheStoreForgetsIt() {
        cloud.stream("posts", 2);
        kinesis.deleteStream(r -> r.streamName("posts"));
        cloud.failToKeep.set(true);
        cloud.time.advance(KinesisFixture.DELAY);

        assertThat(cloud.describe("posts").streamStatus()).isEqualTo(StreamStatus.DELETING);
        cloud.failToKeep.set(false);
        cloud.time.advance(Duration.ofSeconds(5));

        assertThatThrownBy(() -> cloud.describe("posts"))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(there).isEmpty();
    }

    @Test
    void theRecordsOfADeletedStreamGoWithThoseThatAreStuckLast() {
        cloud.stream("posts", 3);
        stuck.add("1");
        kinesis.deleteStream(r -> r.streamName("posts"));
        cloud.time.advance(KinesisFixture.DELAY);

        assertThat(kinesis.listStreams().streamNames()).isEmpty();
        assertThat(there).singleElement().satisfies(name -> assertThat(name).endsWith("1"));
        stuck.clear();
        cloud.time.advance(Duration.ofSeconds(5));

        assertThat(there).isEmpty();
    }
}
