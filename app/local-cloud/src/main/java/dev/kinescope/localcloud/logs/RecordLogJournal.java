package dev.kinescope.localcloud.logs;

import dev.kinescope.localcloud.store.LogEntry;
import dev.kinescope.localcloud.store.RecordLog;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * A journal in a record log: an entry's partition key is the stream, its data begin with what kind
 * of entry it is.
 */
final class RecordLogJournal implements GroupJournal {
    private static final Logger LOG = LoggerFactory.getLogger(RecordLogJournal.class);
    private static final byte EVENT = 0;
    private static final byte STREAM = 1;
    private static final byte STREAM_DELETED = 2;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int BATCH = 1000;
    private static final long BATCH_BYTES = 1 << 20;

    private final String group;
    private final RecordLog log;
    private long last;

    RecordLogJournal(String group, RecordLog log) {
        this.group = group;
        this.log = log;
    }

    boolean isEmpty() {
        return log.first() == log.end();
    }

    @Override
    public void stream(Group.Stream stream, long now) {
        append(List.of(entry(stream, arrival(now))));
    }

    @Override
    public void streamDeleted(String stream, long now) {
        append(List.of(new LogEntry(arrival(now), bytes(stream), new byte[] {STREAM_DELETED})));
    }

    @Override
    public void events(List<Group.Event> events, long now) {
        long arrival = arrival(now);
        append(events.stream().map(event -> entry(event, arrival)).toList());
    }

    @Override
    public void compact(Collection<Group.Stream> streams, long oldest, long now) {
        long arrival = arrival(now);
        append(streams.stream().map(stream -> entry(stream, arrival)).toList());
        try {
            log.trim(oldest);
        } catch (UncheckedIOException e) {
            throw LogsErrors.unavailable(e);
        }
    }

    @Override
    public void delete() {
        try {
            log.delete();
        } catch (UncheckedIOException e) {
            throw LogsErrors.unavailable(e);
        }
    }

    @Override
    public void replay(Reader reader) {
        for (long from = log.first(); from < log.end(); ) {
            List<RecordLog.IndexedEntry> entries = log.read(from, BATCH, BATCH_BYTES);
            if (entries.isEmpty()) {
                return;
            }
            for (RecordLog.IndexedEntry each : entries) {
                last = Math.max(last, each.entry().arrivalMillis());
                replay(each, reader);
            }
            from = entries.getLast().index() + 1;
        }
    }

    private void replay(RecordLog.IndexedEntry kept, Reader reader) {
        LogEntry entry = kept.entry();
        String stream = entry.partitionKey();
        ByteBuffer data = ByteBuffer.wrap(entry.data());
        try {
            byte kind = data.get();
            switch (kind) {
                case EVENT ->
                        reader.event(
                                stream,
                                data.getLong(),
                                entry.arrivalMillis(),
                                StandardCharsets.UTF_8.decode(data).toString());
                case STREAM ->
                        reader.stream(
                                new Group.Stream(
                                        stream,
                                        data.getLong(),
                                        time(data),
                                        time(data),
                                        time(data)));
                case STREAM_DELETED -> reader.streamDeleted(stream);
                default ->
                        LOG.error(
                                "Entry {} of the log group {} is of the unknown kind {} and is left"
                                        + " out",
                                kept.index(),
                                group,
                                kind);
            }
        } catch (BufferUnderflowException e) {
            LOG.error(
                    "Entry {} of the log group {} is broken and is left out", kept.index(), group);
        }
    }

    private void append(List<LogEntry> entries) {
        try {
            log.append(entries);
        } catch (UncheckedIOException e) {
            throw LogsErrors.unavailable(e);
        }
    }

    /** A record log's times never go back, a clock may. */
    private long arrival(long now) {
        last = Math.max(last, now);
        return last;
    }

    private static LogEntry entry(Group.Stream stream, long arrival) {
        ByteBuffer data = ByteBuffer.allocate(1 + 4 * Long.BYTES);
        data.put(STREAM).putLong(stream.created());
        data.putLong(millis(stream.firstEvent()));
        data.putLong(millis(stream.lastEvent()));
        data.putLong(millis(stream.lastIngested()));
        return new LogEntry(arrival, bytes(stream.name()), data.array());
    }

    private static LogEntry entry(Group.Event event, long arrival) {
        byte[] message = bytes(event.message());
        ByteBuffer data = ByteBuffer.allocate(1 + Long.BYTES + message.length);
        data.put(EVENT).putLong(event.position().timestamp()).put(message);
        return new LogEntry(arrival, bytes(event.stream()), data.array());
    }

    private static long millis(@Nullable Long time) {
        return time == null ? NEVER : time;
    }

    private static @Nullable Long time(ByteBuffer data) {
        long millis = data.getLong();
        return millis == NEVER ? null : Long.valueOf(millis);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
