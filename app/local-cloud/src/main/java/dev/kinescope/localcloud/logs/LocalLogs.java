package dev.kinescope.localcloud.logs;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.logs.Group.Event;
import dev.kinescope.localcloud.logs.Group.Position;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** CloudWatch Logs on this machine, with the last events of each group. */
public final class LocalLogs implements CloudWatchLogsClient {
    private static final int MAX_EVENTS = 10_000;
    private static final int DEFAULT_PAGE = 50;
    private static final Position START = new Position(Long.MIN_VALUE, Long.MIN_VALUE);
    private static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final Set<Integer> RETENTIONS =
            Set.of(
                    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                    2557, 2922, 3288, 3653);

    private final CloudIdentity identity;
    private final Clock clock;
    private final int eventsPerGroup;
    private final GroupStore store;
    private final AtomicLong bytes = new AtomicLong();
    private boolean closed;
    private final ConcurrentSkipListMap<String, Group> groups = new ConcurrentSkipListMap<>();

    /**
     * Starts with what is kept.
     *
     * @param eventsPerGroup how many events a group keeps, the oldest go first
     */
    public LocalLogs(CloudIdentity identity, Clock clock, int eventsPerGroup, GroupStore store) {
        this.identity = identity;
        this.clock = clock;
        this.eventsPerGroup = eventsPerGroup;
        this.store = store;
        for (GroupStore.Kept kept : store.groups()) {
            var group =
                    new Group(
                            kept.name(),
                            kept.created(),
                            eventsPerGroup,
                            store.open(kept.name(), kept.created()),
                            bytes);
            group.setRetentionDays(kept.retentionDays());
            group.restore();
            group.expire(clock.millis());
            groups.put(kept.name(), group);
            makeRoom();
        }
    }

    /** All groups together keep what one may: those with most give way. */
    private void makeRoom() {
        while (bytes.get() > Group.MAX_BYTES) {
            Optional<Group> largest =
                    groups.values().stream()
                            .filter(group -> group.storedBytes() > 0)
                            .max(Comparator.comparingLong(Group::storedBytes));
            if (largest.isEmpty()) {
                return;
            }
            largest.get().giveWay(Group.MAX_BYTES / 16);
        }
    }

    @Override
    public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
        String name = checkName(request.logGroupName(), "logGroupName", "[.\\-_/#A-Za-z0-9]+");
        synchronized (store) {
            if (closed) {
                throw LogsErrors.ending();
            }
            if (groups.containsKey(name)) {
                throw LogsErrors.exists("group");
            }
            long now = clock.millis();
            var group = new Group(name, now, eventsPerGroup, store.create(name, now), bytes);
            store.put(new GroupStore.Kept(name, now, null));
            groups.put(name, group);
        }
        return CreateLogGroupResponse.builder().build();
    }

    @Override
    public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
        synchronized (store) {
            Group group = group(request.logGroupName(), null);
            // Until it is gone it counts, so that it is the one that gives way, and no longer.
            store.delete(group.name());
            group.forget();
            groups.remove(group.name());
            group.deleteJournal();
        }
        return DeleteLogGroupResponse.builder().build();
    }

    @Override
    public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
        String prefix = Objects.requireNonNullElse(request.logGroupNamePrefix(), "");
        String pattern = Objects.requireNonNullElse(request.logGroupNamePattern(), "");
        if (!prefix.isEmpty() && !pattern.isEmpty()) {
            throw LogsErrors.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive"
                            + " parameters.");
        }
        String after = Objects.requireNonNullElse(request.nextToken(), "");
        int limit = limit(request.limit(), DEFAULT_PAGE);
        List<LogGroup> found =
                groups.tailMap(after, false).values().stream()
                        .filter(group -> group.name().startsWith(prefix))
                        .filter(group -> group.name().contains(pattern))
                        .limit(limit + 1L)
                        .map(this::describe)
                        .toList();
        boolean more = found.size() > limit;
        List<LogGroup> page = more ? found.subList(0, limit) : found;
        return DescribeLogGroupsResponse.builder()
                .logGroups(page)
                .nextToken(more ? page.getLast().logGroupName() : null)
                .build();
    }

    @Override
    public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
        String name = stream(request.logStreamName());
        group(request.logGroupName(), null).addStream(name, clock.millis());
        return CreateLogStreamResponse.builder().build();
    }

    @Override
    public DeleteLogStreamResponse deleteLogStream(DeleteLogStreamRequest request) {
        group(request.logGroupName(), null)
                .deleteStream(stream(request.logStreamName()), clock.millis());
        return DeleteLogStreamResponse.builder().build();
    }

    @Override
    public DescribeLogStreamsResponse describeLogStreams(DescribeLogStreamsRequest request) {
        Group group = group(request.logGroupName(), request.logGroupIdentifier());
        String prefix = Objects.requireNonNullElse(request.logStreamNamePrefix(), "");
        boolean byTime = request.orderBy() == OrderBy.LAST_EVENT_TIME;
        if (byTime && !prefix.isEmpty()) {
            throw LogsErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        Comparator<Group.Stream> order = Comparator.comparing(Group.Stream::name);
        if (byTime) {
            order =
                    Comparator.comparingLong((Group.Stream stream) ->
                                    Objects.requireNonNullElse(stream.lastEvent(), 0L))
                            .thenComparing(order);
        }
        List<LogStream> all =
                group.streams().stream()
                        .filter(stream -> stream.name().startsWith(prefix))
                        .sorted(
                                Boolean.TRUE.equals(request.descending())
                                        ? order.reversed()
                                        : order)
                        .map(stream -> describe(group, stream))
                        .toList();
        int from = Math.min(offset(request.nextToken()), all.size());
        int to = Math.min(from + limit(request.limit(), DEFAULT_PAGE), all.size());
        return DescribeLogStreamsResponse.builder()
                .logStreams(all.subList(from, to))
                .nextToken(to < all.size() ? Integer.toString(to) : null)
                .build();
    }

    @Override
    public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
        Group group = group(request.logGroupName(), null);
        group.requireStream(stream(request.logStreamName()));
        long now = clock.millis();
        EventBatch batch = EventBatch.check(request.logEvents(), now, group.retentionDays());
        group.add(request.logStreamName(), batch.accepted(), now);
        makeRoom();
        return PutLogEventsResponse.builder()
                .nextSequenceToken("0")
                .rejectedLogEventsInfo(batch.rejected())
                .build();
    }

    @Override
    public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
        Group group = fresh(request.logGroupName(), request.logGroupIdentifier());
        String stream = stream(request.logStreamName());
        group.requireStream(stream);
        int limit = limit(request.limit(), MAX_EVENTS);
        Position after = from(request.startTime());
        Position before = to(request.endTime());
        Predicate<Event> wanted = event -> event.stream().equals(stream);
        String token = request.nextToken();
        boolean forward = Boolean.TRUE.equals(request.startFromHead());
        if (token != null) {
            Position at = Position.parse(token.replaceFirst("^[fb]/", ""));
            forward = token.startsWith("f/");
            if (!forward && !token.startsWith("b/")) {
                throw LogsErrors.invalid("The specified nextToken is invalid.");
            }
            after = forward ? later(after, at) : after;
            before = forward ? before : earlier(before, at);
        }
        List<Event> events =
                forward
                        ? group.first(after, before, wanted, limit).events()
                        : group.last(after, before, wanted, limit).events();
        // At either end the answer repeats the token it was asked with; where nothing is there yet,
        // all that comes is after the one and before the other.
        Position nothingBefore = token != null && forward ? after : before;
        Position nothingAfter = token != null && !forward ? before : after;
        Position first = events.isEmpty() ? nothingBefore : events.getFirst().position();
        Position last = events.isEmpty() ? nothingAfter : events.getLast().position();
        return GetLogEventsResponse.builder()
                .events(events.stream().map(LocalLogs::output).toList())
                .nextBackwardToken("b/" + bounded(first).text())
                .nextForwardToken("f/" + bounded(last).text())
                .build();
    }

    @Override
    public FilterLogEventsResponse filterLogEvents(FilterLogEventsRequest request) {
        Group group = fresh(request.logGroupName(), request.logGroupIdentifier());
        FilterPattern pattern = FilterPattern.parse(request.filterPattern());
        String prefix = Objects.requireNonNullElse(request.logStreamNamePrefix(), "");
        Set<String> names = Set.copyOf(request.logStreamNames());
        if (!prefix.isEmpty() && !names.isEmpty()) {
            throw LogsErrors.invalid(
                    "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
        }
        names.forEach(group::requireStream);
        int limit = limit(request.limit(), MAX_EVENTS);
        Position after = from(request.startTime());
        if (request.nextToken() != null) {
            after = later(after, Position.parse(request.nextToken()));
        }
        Group.Page page =
                group.first(
                        after,
                        to(request.endTime()),
                        event ->
                                event.stream().startsWith(prefix)
                                        && (names.isEmpty() || names.contains(event.stream()))
                                        && pattern.matches(event.message()),
                        limit);
        return FilterLogEventsResponse.builder()
                .events(page.events().stream().map(LocalLogs::filtered).toList())
                .nextToken(page.more() ? page.events().getLast().position().text() : null)
                .build();
    }

    @Override
    public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
        Group group = group(request.logGroupName(), null);
        if (request.retentionInDays() == null || !RETENTIONS.contains(request.retentionInDays())) {
            throw LogsErrors.constraint(
                    String.valueOf(request.retentionInDays()),
                    "retentionInDays",
                    "Member must satisfy enum value set: " + RETENTIONS.stream().sorted().toList());
        }
        retain(group, request.retentionInDays());
        return PutRetentionPolicyResponse.builder().build();
    }

    @Override
    public DeleteRetentionPolicyResponse deleteRetentionPolicy(
            DeleteRetentionPolicyRequest request) {
        retain(group(request.logGroupName(), null), null);
        return DeleteRetentionPolicyResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** Takes nothing more: what functions still write must not reach a directory that is let go. */
    @Override
    public void close() {
        synchronized (store) {
            closed = true;
            groups.values().forEach(Group::close);
            groups.clear();
        }
    }

    private void retain(Group group, @Nullable Integer days) {
        synchronized (store) {
            if (groups.get(group.name()) != group) {
                throw LogsErrors.noGroup();
            }
            store.put(new GroupStore.Kept(group.name(), group.created(), days));
            group.setRetentionDays(days);
        }
    }

    private Group fresh(@Nullable String name, @Nullable String identifier) {
        Group group = group(name, identifier);
        group.expire(clock.millis());
        return group;
    }

    private Group group(@Nullable String name, @Nullable String identifier) {
        String given = name == null ? identifier : name;
        if (given == null) {
            throw LogsErrors.constraint("null", "logGroupName", "Member must not be null");
        }
        int inArn = given.indexOf(":log-group:");
        String bare = inArn < 0 ? given : given.substring(inArn + 11).replaceFirst(":\\*$", "");
        Group group = groups.get(bare);
        if (group == null) {
            throw LogsErrors.noGroup();
        }
        return group;
    }

    private LogGroup describe(Group group) {
        String arn = identity.arn("logs", "log-group:" + group.name());
        return LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.created())
                .retentionInDays(group.retentionDays())
                .metricFilterCount(0)
                .arn(arn + ":*")
                .logGroupArn(arn)
                .logGroupClass(LogGroupClass.STANDARD)
                .storedBytes(group.storedBytes())
                .build();
    }

    private LogStream describe(Group group, Group.Stream stream) {
        return LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.created())
                .firstEventTimestamp(stream.firstEvent())
                .lastEventTimestamp(stream.lastEvent())
                .lastIngestionTime(stream.lastIngested())
                .arn(
                        identity.arn(
                                "logs",
                                "log-group:" + group.name() + ":log-stream:" + stream.name()))
                .build();
    }

    private static OutputLogEvent output(Event event) {
        return OutputLogEvent.builder()
                .timestamp(event.position().timestamp())
                .ingestionTime(event.ingested())
                .message(event.message())
                .build();
    }

    private static FilteredLogEvent filtered(Event event) {
        return FilteredLogEvent.builder()
                .timestamp(event.position().timestamp())
                .ingestionTime(event.ingested())
                .logStreamName(event.stream())
                .message(event.message())
                .eventId(
                        "%019d%037d"
                                .formatted(
                                        event.position().timestamp(), event.position().arrival()))
                .build();
    }

    private static String checkName(@Nullable String name, String member, String form) {
        if (name == null || name.length() > 512 || !name.matches(form)) {
            throw LogsErrors.constraint(
                    String.valueOf(name),
                    member,
                    "Member must have length from 1 to 512 and satisfy regular expression pattern: "
                            + form);
        }
        return name;
    }

    private static String stream(@Nullable String name) {
        return checkName(name, "logStreamName", "[^:*]+");
    }

    private static int limit(@Nullable Integer given, int most) {
        if (given != null && (given < 1 || given > most)) {
            throw LogsErrors.constraint(
                    given.toString(), "limit", "Member must have value from 1 to " + most);
        }
        return given == null ? most : given;
    }

    private static int offset(@Nullable String token) {
        if (token == null) {
            return 0;
        }
        if (!token.matches("\\d{1,9}")) {
            throw LogsErrors.invalid("The specified nextToken is invalid.");
        }
        return Integer.parseInt(token);
    }

    /** From that time on, it included. */
    private static Position from(@Nullable Long startTime) {
        return startTime == null ? START : new Position(startTime, -1);
    }

    /** Before that time, it not included. */
    private static Position to(@Nullable Long endTime) {
        return endTime == null ? END : new Position(endTime, -1);
    }

    private static Position later(Position one, Position other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Position earlier(Position one, Position other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Within the digits that a token has. */
    private static Position bounded(Position position) {
        long most = 999_999_999_999_999_999L;
        return new Position(
                Math.clamp(position.timestamp(), -most, most),
                Math.clamp(position.arrival(), -most, most));
    }
}
