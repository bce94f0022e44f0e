package dev.kinescope.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DelegatingDocuments;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ServiceUnavailableException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What happens while a log group is being deleted. */
class GroupDeletionTest {
    private static final String LARGE = "x".repeat(1_000_000);

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
    private final AtomicReference<Runnable> whenDeleting = new AtomicReference<>(() -> {});
    private final DocumentStore documents = new Watched(new MemoryDocumentStore(), whenDeleting);
    private final LocalLogs logs =
            new LocalLogs(
                    CloudIdentity.DEFAULT,
                    time,
                    100,
                    GroupStore.in(documents, _ -> new MemoryRecordLog()));

    /** Documents of which it is seen when one is about to be deleted. */
    private record Watched(DocumentStore kept, AtomicReference<Runnable> whenDeleting)
            implements DelegatingDocuments {
        @Override
        public void delete(String kind, String name) {
            whenDeleting.get().run();
            kept.delete(kind, name);
        }
    }

    private void create(String group) {
        logs.createLogGroup(create -> create.logGroupName(group));
        logs.createLogStream(create -> create.logGroupName(group).logStreamName("one"));
    }

    private void put(String group, int events) {
        for (int i = 0; i < events; i++) {
            logs.putLogEvents(put ->
                    put.logGroupName(group)
                            .logStreamName("one")
                            .logEvents(
                                    InputLogEvent.builder()
                                            .timestamp(time.millis())
                                            .message(LARGE)
                                            .build()));
        }
    }

    private long stored(String group) {
        return logs
                .describeLogGroups(describe -> describe.logGroupNamePrefix(group))
                .logGroups()
                .stream()
                .mapToLong(LogGroup::storedBytes)
                .sum();
    }

    @Test
    void otherGroupsKeepWhatTheyAcknowledge() {
        create("/leaving");
        create("/staying");
        put("/leaving", 28);
        put("/staying", 1);
        whenDeleting.set(() -> put("/staying", 9));

        logs.deleteLogGroup(delete -> delete.logGroupName("/leaving"));

        assertThat(stored("/staying")).isEqualTo(10 * (LARGE.length() + 26L));
    }

    @Test
    void aGroupThatCannotBeDeletedStaysAndOthersKeepWhatTheyHave() {
        create("/one");
        create("/other");
        put("/one", 20);
        put("/other", 1);
        whenDeleting.set(() -> {
            throw new UncheckedIOException(new IOException("Input/output error"));
        });

        assertThatThrownBy(() -> logs.deleteLogGroup(delete -> delete.logGroupName("/one")))
                .isInstanceOf(ServiceUnavailableException.class);

        assertThat(stored("/one")).isEqualTo(20 * (LARGE.length() + 26L));
        whenDeleting.set(() -> {});
        logs.deleteLogGroup(delete -> delete.logGroupName("/one"));
        put("/other", 24);
        assertThat(stored("/other")).isEqualTo(25 * (LARGE.length() + 26L));
    }

    @Test
    void aGroupThatIsGoneTakesNoStreams() {
        var group = new Group("/gone", 0, 100, GroupJournal.NONE, new AtomicLong());
        group.addStream("one", 0);
        group.forget();

        assertThatThrownBy(() -> group.addStream("two", 1))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("log group");
        assertThatThrownBy(() -> group.deleteStream("one", 1))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("log group");
    }

    @Test
    void aRetentionThatComesTooLateDoesNotBringTheGroupBack() {
        create("/gone");
        var late = new CompletableFuture<Void>();
        whenDeleting.set(() -> {
            Thread thread =
                    Thread.ofPlatform()
                            .start(() ->
                                    late.completeAsync(
                                            () -> {
                                                logs.putRetentionPolicy(put ->
                                                        put.logGroupName("/gone")
                                                                .retentionInDays(1));
                                                return null;
                                            },
                                            Runnable::run));
            while (thread.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        });

        logs.deleteLogGroup(delete -> delete.logGroupName("/gone"));

        assertThatThrownBy(late::join).hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThat(documents.names("log-group")).isEmpty();
    }
}
