package dev.kinescope.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

class LocalLogsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String GROUP = "/aws/lambda/echo";

    private final ManualTime time = new ManualTime(NOW);
    private final LocalLogs logs =
            new LocalLogs(CloudIdentity.DEFAULT, time, 100, GroupStore.inMemory());

    @BeforeEach
    void makeGroup() {
        logs.createLogGroup(create -> create.logGroupName(GROUP));
        logs.createLogStream(create -> create.logGroupName(GROUP).logStreamName("one"));
        logs.createLogStream(create -> create.logGroupName(GROUP).logStreamName("two"));
    }

    private void put(String stream, String... messages) {
        logs.putLogEvents(put ->
                put.logGroupName(GROUP)
                        .logStreamName(stream)
                        .logEvents(
                                IntStream.range(0, messages.length)
                                        .mapToObj(i -> event(time.millis() + i, messages[i]))
                                        .toList()));
    }

    private static InputLogEvent event(long timestamp, String message) {
        return InputLogEvent.builder().timestamp(timestamp).message(message).build();
    }

    private List<String> filter(Consumer<FilterLogEventsRequest.Builder> change) {
        FilterLogEventsRequest.Builder request =
                FilterLogEventsRequest.builder().logGroupName(GROUP);
        change.accept(request);
        return logs.filterLogEvents(request.build()).events().stream()
                .map(FilteredLogEvent::message)
                .toList();
    }

    private static List<String> messages(GetLogEventsResponse response) {
        return response.events().stream().map(OutputLogEvent::message).toList();
    }

    @Test
    void groupsAreListedWithTheirArn() {
        logs.createLogGroup(create -> create.logGroupName("/other"));

        assertThat(logs.describeLogGroups(d -> d.logGroupNamePrefix("/aws/")).logGroups())
                .containsExactly(
                        LogGroup.builder()
                                .logGroupName(GROUP)
                                .creationTime(NOW.toEpochMilli())
                                .metricFilterCount(0)
                                .arn(
                                        "arn:aws:logs:us-east-1:000000000000:log-group:"
                                                + GROUP
                                                + ":*")
                                .logGroupArn(
                                        "arn:aws:logs:us-east-1:000000000000:log-group:" + GROUP)
                                .logGroupClass("STANDARD")
                                .storedBytes(0L)
                                .build());
        var first = logs.describeLogGroups(d -> d.limit(1));
        assertThat(logs.describeLogGroups(d -> d.limit(1).nextToken(first.nextToken())).logGroups())
                .extracting(LogGroup::logGroupName)
                .containsExactly("/other");
    }

    @Test
    void groupsAndStreamsAreMadeOnceAndNotFoundBefore() {
        assertThatThrownBy(() -> logs.createLogGroup(c -> c.logGroupName(GROUP)))
                .isInstanceOf(ResourceAlreadyExistsException.class)
                .hasMessageContaining("The specified log group already exists");
        assertThatThrownBy(
                        () -> logs.createLogStream(c -> c.logGroupName(GROUP).logStreamName("one")))
                .isInstanceOf(ResourceAlreadyExistsException.class)
                .hasMessageContaining("The specified log stream already exists");
        assertThatThrownBy(() -> logs.filterLogEvents(f -> f.logGroupName("/none")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("The specified log group does not exist.");
        assertThatThrownBy(
                        () -> logs.getLogEvents(g -> g.logGroupName(GROUP).logStreamName("none")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("The specified log stream does not exist.");
        logs.deleteLogGroup(d -> d.logGroupName(GROUP));
        assertThat(logs.describeLogGroups().logGroups()).isEmpty();
    }

    @Test
    void streamsAreOrderedByNameOrLastEvent() {
        put("two", "a");
        time.advance(Duration.ofSeconds(1));
        put("one", "b");

        assertThat(
                        logs.describeLogStreams(d ->
                                        d.logGroupName(GROUP)
                                                .orderBy(OrderBy.LAST_EVENT_TIME)
                                                .descending(true))
                                .logStreams())
                .extracting(LogStream::logStreamName)
                .containsExactly("one", "two");
        assertThat(logs.describeLogStreams(d -> d.logGroupName(GROUP)).logStreams().getFirst())
                .isEqualTo(
                        LogStream.builder()
                                .logStreamName("one")
                                .creationTime(NOW.toEpochMilli())
                                .firstEventTimestamp(NOW.toEpochMilli() + 1000)
                                .lastEventTimestamp(NOW.toEpochMilli() + 1000)
                                .lastIngestionTime(NOW.toEpochMilli() + 1000)
                                .arn(
                                        "arn:aws:logs:us-east-1:000000000000:log-group:"
                                                + GROUP
                                                + ":log-stream:one")
                                .build());
    }

    @Test
    void aStreamIsReadForwardsToItsEnd() {
        put("one", "a", "b", "c");
        put("two", "x");

        var first =
                logs.getLogEvents(g ->
                        g.logGroupName(GROUP).logStreamName("one").startFromHead(true).limit(2));
        var second = next(first.nextForwardToken());
        var third = next(second.nextForwardToken());
        var back = next(second.nextBackwardToken());
        time.advance(Duration.ofSeconds(1));
        put("one", "d");
        var fourth = next(third.nextForwardToken());

        assertThat(messages(first)).containsExactly("a", "b");
        assertThat(messages(second)).containsExactly("c");
        assertThat(messages(third)).isEmpty();
        assertThat(third.nextForwardToken()).isEqualTo(second.nextForwardToken());
        assertThat(messages(back)).containsExactly("a", "b");
        assertThat(messages(fourth)).containsExactly("d");
    }

    @Test
    void aStreamIsReadFromItsEndUnlessSaidOtherwise() {
        put("one", "a", "b", "c");

        var last = logs.getLogEvents(g -> g.logGroupName(GROUP).logStreamName("one").limit(2));

        assertThat(messages(last)).containsExactly("b", "c");
        assertThat(messages(next(last.nextBackwardToken()))).containsExactly("a");
        time.advance(Duration.ofSeconds(1));
        put("one", "d");
        assertThat(messages(next(last.nextForwardToken()))).containsExactly("d");
    }

    @Test
    void anEmptyStreamCanBeFollowed() {
        var empty = logs.getLogEvents(g -> g.logGroupName(GROUP).logStreamName("one"));
        put("one", "a");

        assertThat(
                        messages(
                                logs.getLogEvents(g ->
                                        g.logGroupName(GROUP)
                                                .logStreamName("one")
                                                .startFromHead(true))))
                .containsExactly("a");
        assertThat(messages(next(empty.nextForwardToken()))).containsExactly("a");
    }

    @Test
    void aStreamThatIsStillEmptyIsPolledWithTheSameToken() {
        var empty = logs.getLogEvents(g -> g.logGroupName(GROUP).logStreamName("one"));

        var again = next(empty.nextForwardToken());

        assertThat(again.nextForwardToken()).isEqualTo(empty.nextForwardToken());
        put("one", "a");
        assertThat(messages(next(again.nextForwardToken()))).containsExactly("a");
    }

    @Test
    void anAnswerHoldsAMegabyteAndTheNextGoesOn() {
        String large = "x".repeat(400_000);
        for (int i = 0; i < 5; i++) {
            put("one", i + large);
            time.advance(Duration.ofSeconds(1));
        }

        var head =
                logs.getLogEvents(
                        g -> g.logGroupName(GROUP).logStreamName("one").startFromHead(true));
        var tail = logs.getLogEvents(g -> g.logGroupName(GROUP).logStreamName("one"));
        var found = logs.filterLogEvents(f -> f.logGroupName(GROUP));

        assertThat(messages(head)).containsExactly("0" + large, "1" + large);
        assertThat(messages(next(head.nextForwardToken())))
                .containsExactly("2" + large, "3" + large);
        assertThat(messages(tail)).containsExactly("3" + large, "4" + large);
        assertThat(found.events()).hasSize(2);
        assertThat(filter(f -> f.nextToken(found.nextToken())))
                .containsExactly("2" + large, "3" + large);
    }

    private GetLogEventsResponse next(String token) {
        return logs.getLogEvents(
                g -> g.logGroupName(GROUP).logStreamName("one").nextToken(token).limit(2));
    }

    @Test
    void eventsAreFilteredByTimeAndStream() {
        put("one", "a", "b");
        put("two", "c");

        assertThat(filter(f -> f.startTime(NOW.toEpochMilli() + 1))).containsExactly("b");
        assertThat(filter(f -> f.endTime(NOW.toEpochMilli() + 1))).containsExactly("a", "c");
        assertThat(filter(f -> f.logStreamNames("two"))).containsExactly("c");
        assertThat(filter(f -> f.logStreamNamePrefix("o"))).containsExactly("a", "b");
        assertThat(filter(f -> f.limit(1))).containsExactly("a");
        var page = logs.filterLogEvents(f -> f.logGroupName(GROUP).limit(2));
        assertThat(filter(f -> f.nextToken(page.nextToken()))).containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "'\"kinescope.transform.batch\"' | {\"type\":\"kinescope.transform.batch\"} | true",
                "'\"kinescope.transform.batch\"' | {\"type\":\"kinescope.other\"} | false",
                "'ERROR' | an ERROR here | true",
                "'ERROR' | an error here | false",
                "'one two' | two and one | true",
                "'one two' | only one | false",
                "'?one ?two' | only two | true",
                "'?one ?two' | only three | false",
                "'one -two' | one and three | true",
                "'one -\"a two\"' | one and a two | false",
                "'\"a \\\"b\\\"\"' | a \"b\" | true",
                "'' | anything | true"
            })
    void patternsSelectMessages(String pattern, String message, boolean matches) {
        assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ $.a = 1 }", "[a, b]", "%E.*%", "a.b", "\"open"})
    void otherPatternsAreRefused(String pattern) {
        assertThatThrownBy(() -> filter(f -> f.filterPattern(pattern)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void onlyTheLastEventsAreKept() {
        for (int i = 0; i < 105; i++) {
            put("one", "m" + i);
            time.advance(Duration.ofMillis(1));
        }

        assertThat(filter(f -> {})).hasSize(100).startsWith("m5").endsWith("m104");
    }

    @Test
    void allGroupsTogetherAreBoundedAndTheLargestGivesWay() {
        String large = "x".repeat(1_000_000);
        logs.createLogGroup(create -> create.logGroupName("/small"));
        logs.createLogStream(create -> create.logGroupName("/small").logStreamName("one"));
        logs.putLogEvents(put ->
                put.logGroupName("/small")
                        .logStreamName("one")
                        .logEvents(event(time.millis(), "kept")));
        for (String group : List.of("/a", "/b")) {
            logs.createLogGroup(create -> create.logGroupName(group));
            logs.createLogStream(create -> create.logGroupName(group).logStreamName("one"));
            for (int i = 0; i < 25; i++) {
                logs.putLogEvents(put ->
                        put.logGroupName(group)
                                .logStreamName("one")
                                .logEvents(event(time.millis(), large)));
            }
        }

        List<LogGroup> groups = logs.describeLogGroups().logGroups();
        assertThat(groups.stream().mapToLong(LogGroup::storedBytes).sum())
                .isBetween(25_000_000L, 32L << 20);
        assertThat(groups)
                .filteredOn(group -> !group.storedBytes().equals(0L))
                .extracting(LogGroup::logGroupName)
                .containsExactly("/a", "/b", "/small");
        logs.deleteLogGroup(delete -> delete.logGroupName("/a"));
        logs.deleteLogGroup(delete -> delete.logGroupName("/b"));
        put("one", "a");
        assertThat(filter(f -> {})).containsExactly("a");
    }

    @Test
    void eventsExpire() {
        put("one", "old");
        logs.putRetentionPolicy(p -> p.logGroupName(GROUP).retentionInDays(1));
        time.advance(Duration.ofHours(23));
        put("one", "new");
        assertThat(filter(f -> {})).containsExactly("old", "new");

        time.advance(Duration.ofHours(2));

        assertThat(filter(f -> {})).containsExactly("new");
        assertThat(logs.describeLogGroups().logGroups().getFirst().retentionInDays()).isEqualTo(1);
        assertThatThrownBy(() ->
                        logs.putRetentionPolicy(p -> p.logGroupName(GROUP).retentionInDays(2)))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void eventsFarFromNowAreRejectedAndReported() {
        long now = NOW.toEpochMilli();

        var late =
                logs.putLogEvents(p ->
                        p.logGroupName(GROUP)
                                .logStreamName("one")
                                .logEvents(
                                        event(now, "now"),
                                        event(now + Duration.ofHours(3).toMillis(), "new")));
        var early =
                logs.putLogEvents(p ->
                        p.logGroupName(GROUP)
                                .logStreamName("one")
                                .logEvents(
                                        event(now - Duration.ofDays(14).toMillis() - 1, "too old"),
                                        event(now - Duration.ofDays(14).toMillis(), "old")));

        assertThat(late.rejectedLogEventsInfo())
                .isEqualTo(RejectedLogEventsInfo.builder().tooNewLogEventStartIndex(1).build());
        assertThat(early.rejectedLogEventsInfo())
                .isEqualTo(RejectedLogEventsInfo.builder().tooOldLogEventEndIndex(1).build());
        assertThat(filter(f -> {})).containsExactly("old", "now");
    }

    @Test
    void eventsOfOneCallSpanADayAtMost() {
        long now = NOW.toEpochMilli();
        long day = Duration.ofHours(24).toMillis();

        assertThatThrownBy(() ->
                        logs.putLogEvents(p ->
                                p.logGroupName(GROUP)
                                        .logStreamName("one")
                                        .logEvents(event(now - day - 1, "a"), event(now, "b"))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("cannot span more than 24 hours");
        logs.putLogEvents(p ->
                p.logGroupName(GROUP)
                        .logStreamName("one")
                        .logEvents(event(now - day, "a"), event(now, "b")));
        assertThat(filter(f -> {})).containsExactly("a", "b");
    }

    @Test
    void eventsMustBeInOrder() {
        assertThatThrownBy(() ->
                        logs.putLogEvents(p ->
                                p.logGroupName(GROUP)
                                        .logStreamName("one")
                                        .logEvents(event(2, "b"), event(1, "a"))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("must be in chronological order");
    }
}
