package dev.kinescope.localcloud.logs;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** One log group: its streams, and its last events in the order of their time. */
final class Group {
    /** Where an event stands: its time in milliseconds since the epoch, then its arrival. */
    record Position(long timestamp, long arrival) implements Comparable<Position> {
        private static final Comparator<Position> ORDER =
                Comparator.comparingLong(Position::timestamp).thenComparingLong(Position::arrival);

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }

        /** As in tokens. */
        String text() {
            return timestamp + "." + arrival;
        }

        /** Reads {@link #text()}. */
        static Position parse(String text) {
            if (!text.matches("-?\\d{1,18}\\.-?\\d{1,18}")) {
                throw LogsErrors.invalid("The specified nextToken is invalid.");
            }
            int dot = text.indexOf('.');
            return new Position(
                    Long.parseLong(text.substring(0, dot)),
                    Long.parseLong(text.substring(dot + 1)));
        }
    }

    /** An event; times in milliseconds since the epoch. */
    record Event(Position position, long ingested, String stream, String message) {}

    /** Events of an answer, and whether there are more. */
    record Page(List<Event> events, boolean more) {}

    /** A stream; times in milliseconds since the epoch, null before the first event. */
    record Stream(
            String name,
            long created,
            @Nullable Long firstEvent,
            @Nullable Long lastEvent,
            @Nullable Long lastIngested) {

        Stream with(long timestamp, long ingested) {
            return new Stream(
                    name,
                    created,
                    firstEvent == null ? timestamp : Math.min(firstEvent, timestamp),
                    lastEvent == null ? timestamp : Math.max(lastEvent, timestamp),
                    ingested);
        }
    }

    /** 32 MB with the overhead, so that neither memory nor disk fills up. */
    static final long MAX_BYTES = 32L << 20;

    /** What one answer holds (AWS documentation, GetLogEvents and FilterLogEvents). */
    private static final long PAGE_BYTES = 1L << 20;

    private final String name;
    private final long created;
    private final int bound;
    private final GroupJournal journal;
    private final AtomicLong ofAll;
    private final NavigableMap<String, Stream> streams = new TreeMap<>();
    private final NavigableMap<Position, Event> events = new TreeMap<>();
    private long arrivals;
    private long bytes;
    private long journalledEvents;
    private long journalledBytes;
    private @Nullable Integer retentionDays;
    private boolean closed;
    private boolean forgotten;

    /**
     * A group without events.
     *
     * @param bound how many it keeps
     * @param ofAll the size of the kept events of all groups
     */
    Group(String name, long created, int bound, GroupJournal journal, AtomicLong ofAll) {
        this.ofAll = ofAll;
        this.name = name;
        this.created = created;
        this.bound = bound;
        this.journal = journal;
    }

    /** Takes in what its journal has kept. */
    synchronized void restore() {
        journal.replay(
                new GroupJournal.Reader() {
                    @Override
                    public void stream(Stream stream) {
                        streams.put(stream.name(), stream);
                    }

                    @Override
                    public void streamDeleted(String stream) {
                        forget(stream);
                    }

                    @Override
                    public void event(
                            String stream, long timestamp, long ingested, String message) {
                        Stream target = streams.get(stream);
                        streams.put(
                                stream,
                                (target == null
                                                ? new Stream(stream, ingested, null, null, null)
                                                : target)
                                        .with(timestamp, ingested));
                        put(
                                new Event(
                                        new Position(timestamp, arrivals++),
                                        ingested,
                                        stream,
                                        message));
                    }
                });
    }

    String name() {
        return name;
    }

    long created() {
        return created;
    }

    synchronized @Nullable Integer retentionDays() {
        return retentionDays;
    }

    synchronized void setRetentionDays(@Nullable Integer days) {
        this.retentionDays = days;
    }

    /** The size of the kept events, with 26 bytes of overhead each as on AWS. */
    synchronized long storedBytes() {
        return bytes;
    }

    synchronized void addStream(String stream, long now) {
        requireOpen();
        if (streams.containsKey(stream)) {
            throw LogsErrors.exists("stream");
        }
        var added = new Stream(stream, now, null, null, null);
        journal.stream(added, now);
        streams.put(stream, added);
    }

    synchronized void deleteStream(String stream, long now) {
        requireOpen();
        requireStream(stream);
        journal.streamDeleted(stream, now);
        forget(stream);
    }

    /** Takes nothing more. */
    synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw LogsErrors.ending();
        }
        if (forgotten) {
            throw LogsErrors.noGroup();
        }
    }

    /** Forgets all events, and takes nothing more. */
    synchronized void forget() {
        ofAll.addAndGet(-bytes);
        bytes = 0;
        events.clear();
        forgotten = true;
    }

    /** Deletes what is kept of the group, once it is forgotten. */
    synchronized void deleteJournal() {
        journal.delete();
    }

    /** Drops the oldest events until so many bytes are free; its journal forgets them later. */
    synchronized void giveWay(long wanted) {
        long until = Math.max(0, bytes - wanted);
        while (bytes > until) {
            drop(events.firstEntry().getValue());
        }
    }

    private void forget(String stream) {
        streams.remove(stream);
        List<Event> gone =
                events.values().stream().filter(event -> event.stream().equals(stream)).toList();
        gone.forEach(this::drop);
    }

    synchronized List<Stream> streams() {
        return List.copyOf(streams.values());
    }

    synchronized void requireStream(String stream) {
        if (!streams.containsKey(stream)) {
            throw LogsErrors.noStream();
        }
    }

    /** Adds events; the oldest go when there are too many. */
    synchronized void add(String stream, List<InputLogEvent> added, long now) {
        requireOpen();
        Stream target = streams.get(stream);
        if (target == null) {
            throw LogsErrors.noStream();
        }
        var made = new ArrayList<Event>(added.size());
        for (InputLogEvent event : added) {
            var position = new Position(event.timestamp(), arrivals++);
            made.add(new Event(position, now, stream, event.message()));
        }
        journal.events(made, now);
        for (Event event : made) {
            target = target.with(event.position().timestamp(), now);
            put(event);
            journalledBytes += size(event);
        }
        streams.put(stream, target);
        journalledEvents += made.size();
        if (journalledEvents > bound || journalledBytes > MAX_BYTES / 4) {
            compact(now);
        }
    }

    private void put(Event event) {
        events.put(event.position(), event);
        bytes += size(event);
        ofAll.addAndGet(size(event));
        while (events.size() > bound || bytes > MAX_BYTES) {
            drop(events.firstEntry().getValue());
        }
    }

    /** Lets the journal forget what is forgotten here. */
    private void compact(long now) {
        long oldest = events.values().stream().mapToLong(Event::ingested).min().orElse(now);
        journal.compact(streams.values(), oldest, now);
        journalledEvents = 0;
        journalledBytes = 0;
    }

    /** Drops what is older than the retention says. */
    synchronized void expire(long now) {
        if (retentionDays == null) {
            return;
        }
        long oldest = now - retentionDays * 86_400_000L;
        while (!events.isEmpty() && events.firstKey().timestamp() < oldest) {
            drop(events.firstEntry().getValue());
        }
    }

    /**
     * The first so many events strictly between two positions that are asked for, as far as they
     * fit into an answer.
     */
    synchronized Page first(Position after, Position before, Predicate<Event> wanted, int limit) {
        return take(between(after, before), wanted, limit);
    }

    /** The last so many events strictly between two positions, oldest first, likewise. */
    synchronized Page last(Position after, Position before, Predicate<Event> wanted, int limit) {
        Page page = take(between(after, before).descendingMap(), wanted, limit);
        return new Page(page.events().reversed(), page.more());
    }

    private NavigableMap<Position, Event> between(Position after, Position before) {
        return after.compareTo(before) < 0
                ? events.subMap(after, false, before, false)
                : new TreeMap<>();
    }

    private static Page take(Map<Position, Event> from, Predicate<Event> wanted, int limit) {
        var taken = new ArrayList<Event>();
        long size = 0;
        for (Event event : from.values()) {
            if (!wanted.test(event)) {
                continue;
            }
            size += size(event);
            if (taken.size() == limit || (size > PAGE_BYTES && !taken.isEmpty())) {
                return new Page(taken, true);
            }
            taken.add(event);
        }
        return new Page(taken, false);
    }

    private void drop(Event event) {
        events.remove(event.position());
        bytes -= size(event);
        ofAll.addAndGet(-size(event));
    }

    private static long size(Event event) {
        return event.message().getBytes(StandardCharsets.UTF_8).length + 26L;
    }
}
