package dev.kinescope.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DirectoryDocumentStore;
import dev.kinescope.localcloud.store.DirectoryRecordLogs;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.ServiceUnavailableException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Log groups in a directory: what a process put there, the next one finds. */
class KeptLogsTest {
    private static final String GROUP = "/aws/lambda/echo";

    @TempDir Path directory;
    private final ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));

    /** As a process does that was killed before: nothing is closed in between. */
    private LocalLogs open(int eventsPerGroup) {
        return new LocalLogs(
                CloudIdentity.DEFAULT,
                time,
                eventsPerGroup,
                GroupStore.in(
                        new DirectoryDocumentStore(directory.resolve("documents")),
                        new DirectoryRecordLogs(directory.resolve("logs"), 1000)));
    }

    private void put(LocalLogs logs, String stream, String... messages) {
        logs.putLogEvents(put ->
                put.logGroupName(GROUP)
                        .logStreamName(stream)
                        .logEvents(
                                Stream.of(messages)
                                        .map(message ->
                                                InputLogEvent.builder()
                                                        .timestamp(time.millis())
                                                        .message(message)
                                                        .build())
                                        .toList()));
        time.advance(Duration.ofMillis(1));
    }

    private static void create(LocalLogs logs, String... streams) {
        logs.createLogGroup(create -> create.logGroupName(GROUP));
        for (String stream : streams) {
            logs.createLogStream(create -> create.logGroupName(GROUP).logStreamName(stream));
        }
    }

    private static FilterLogEventsResponse events(LocalLogs logs) {
        return logs.filterLogEvents(filter -> filter.logGroupName(GROUP));
    }

    private static List<String> messages(LocalLogs logs) {
        return events(logs).events().stream().map(FilteredLogEvent::message).toList();
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("logs"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void groupsStreamsEventsAndRetentionOutliveTheProcess() {
        LocalLogs before = open(100);
        create(before, "one", "two", "empty");
        put(before, "one", "first", "größer");
        put(before, "two", "second");
        before.putRetentionPolicy(put -> put.logGroupName(GROUP).retentionInDays(30));
        DescribeLogStreamsResponse streams =
                before.describeLogStreams(describe -> describe.logGroupName(GROUP));

        LocalLogs after = open(100);

        assertThat(events(after)).isEqualTo(events(before));
        assertThat(after.describeLogGroups()).isEqualTo(before.describeLogGroups());
        assertThat(after.describeLogStreams(describe -> describe.logGroupName(GROUP)))
                .isEqualTo(streams);
        put(after, "empty", "third");
        assertThat(messages(open(100))).containsExactly("first", "größer", "second", "third");
    }

    @Test
    void nothingIsWrittenAfterTheEnd() throws IOException {
        LocalLogs logs = open(100);
        create(logs, "one");
        put(logs, "one", "first");
        long before = bytes();

        logs.close();

        assertThatThrownBy(() -> put(logs, "one", "second")).isNotNull();
        assertThatThrownBy(() -> create(logs, "one"))
                .isInstanceOf(ServiceUnavailableException.class);
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void whatWasDeletedStaysDeleted() throws IOException {
        LocalLogs before = open(100);
        create(before, "one", "two");
        put(before, "one", "first");
        put(before, "two", "second");
        before.deleteLogStream(delete -> delete.logGroupName(GROUP).logStreamName("one"));
        before.createLogStream(create -> create.logGroupName(GROUP).logStreamName("one"));

        LocalLogs after = open(100);
        assertThat(messages(after)).containsExactly("second");

        after.deleteLogGroup(delete -> delete.logGroupName(GROUP));
        assertThat(open(100).describeLogGroups().logGroups()).isEmpty();
        assertThat(bytes()).isZero();
        LocalLogs again = open(100);
        create(again, "one");
        assertThat(messages(again)).isEmpty();
    }

    @Test
    void whatAKilledProcessWroteHalfIsCutOff() throws IOException {
        LocalLogs before = open(100);
        create(before, "one");
        put(before, "one", "first");
        put(before, "one", "second");
        try (Stream<Path> files = Files.walk(directory.resolve("logs"))) {
            Path last = files.filter(Files::isRegularFile).sorted().toList().getLast();
            byte[] bytes = Files.readAllBytes(last);
            Files.write(last, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        }

        LocalLogs after = open(100);

        assertThat(messages(after)).containsExactly("first");
        put(after, "one", "third");
        assertThat(messages(open(100))).containsExactly("first", "third");
    }

    @Test
    void diskUseIsBoundedAndEveryStreamStays() throws IOException {
        LocalLogs before = open(50);
        create(before, "idle", "busy");
        put(before, "idle", "only");
        for (int i = 0; i < 500; i++) {
            put(before, "busy", "message " + i);
        }

        assertThat(bytes()).isLessThan(15_000);
        LocalLogs after = open(50);
        assertThat(messages(after))
                .isEqualTo(IntStream.range(450, 500).mapToObj(i -> "message " + i).toList());
        assertThat(after.describeLogStreams(describe -> describe.logGroupName(GROUP)).logStreams())
                .extracting(LogStream::logStreamName)
                .containsExactly("busy", "idle");
        assertThat(after.describeLogStreams(describe -> describe.logGroupName(GROUP)))
                .isEqualTo(before.describeLogStreams(describe -> describe.logGroupName(GROUP)));
    }

    @Test
    void retentionIsHonouredAfterARestartToo() {
        LocalLogs before = open(100);
        create(before, "one");
        put(before, "one", "old");
        before.putRetentionPolicy(put -> put.logGroupName(GROUP).retentionInDays(1));
        time.advance(Duration.ofHours(23));
        put(before, "one", "new");
        time.advance(Duration.ofHours(2));

        assertThat(messages(open(100))).containsExactly("new");
    }

    @Test
    void whatCannotBeWrittenIsRefusedAndNotShown() throws IOException {
        LocalLogs logs = open(100);
        create(logs, "one");
        put(logs, "one", "first");
        // No further segment can be begun where a file is in the way of the directory.
        for (int i = 0; i < 30; i++) {
            put(logs, "one", "x".repeat(30));
        }
        Path group = Files.list(directory.resolve("logs")).toList().getFirst();
        List<String> before = messages(logs);
        Files.move(group, directory.resolve("away"));
        Files.writeString(group, "", StandardOpenOption.CREATE);

        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                put(logs, "one", "y".repeat(900));
                            }
                        })
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageContaining("The log events cannot be kept");
        assertThat(messages(logs)).hasSizeLessThan(before.size() + 100);
    }
}
