package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.DocumentStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Records put directly on a delivery stream: each accepted call is kept as a document until its
 * records are stored, so that a restart loses none.
 */
final class DirectPuts {
    private static final Logger LOG = LoggerFactory.getLogger(DirectPuts.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Ids go on from the clock, so that those of an earlier run do not come again. */
    private static final long IDS_PER_MILLISECOND = 1_000_000;

    private static final String ID_END = "0".repeat(30);

    private record Call(long arrivalMillis, List<byte[]> records) {}

    private final DocumentStore documents;
    private final String kind;
    private final Lane lane;
    private final AtomicLong next;

    /** Calls that are stored, whose documents are not needed any more. */
    private final Queue<String> stored = new ConcurrentLinkedQueue<>();

    private final Soon forgetting;

    /**
     * Held for writing by {@link #stop} only, for reading by whatever changes documents. Who takes
     * it must hold none of the locks on the records' way: a put holds it while it waits for those.
     */
    private final ReadWriteLock running = new ReentrantReadWriteLock();

    private boolean stopped;

    DirectPuts(Surroundings around, String deliveryStream, Function<Runnable, Lane> lanes) {
        this.documents = around.documents();
        this.kind = kind(deliveryStream);
        this.next = new AtomicLong(around.clock().millis() * IDS_PER_MILLISECOND);
        this.forgetting =
                new Soon(
                        this::forgetStored,
                        e ->
                                LOG.error(
                                        "Records put on delivery stream {} are stored, but cannot"
                                                + " be noted as such yet; until then a restart"
                                                + " delivers them again. Free space on the disk.",
                                        deliveryStream,
                                        e),
                        around.timing(),
                        around.scheduler());
        this.lane = lanes.apply(forgetting::ask);
    }

    /** Takes up what an earlier run accepted but did not store. */
    void resume() {
        for (String name : documents.names(kind)) {
            documents.get(kind, name).ifPresent(bytes -> enter(name, read(name, bytes)));
            next.accumulateAndGet(Long.parseLong(name) + 1, Math::max);
        }
    }

    /** Changes no documents after this: they may be those of a later delivery stream. */
    void stop() {
        running.writeLock().lock();
        try {
            stopped = true;
        } finally {
            running.writeLock().unlock();
        }
    }

    /** Accepts records; what comes back are their ids; empty if it has stopped. */
    Optional<List<String>> put(List<byte[]> data, Instant arrival) {
        running.readLock().lock();
        try {
            return stopped ? Optional.empty() : Optional.of(keep(data, arrival));
        } finally {
            running.readLock().unlock();
        }
    }

    private List<String> keep(List<byte[]> data, Instant arrival) {
        var call = new Call(arrival.toEpochMilli(), data);
        String name = "%019d".formatted(next.getAndIncrement());
        try {
            documents.put(kind, name, JSON.writeValueAsBytes(call));
        } catch (JacksonException e) {
            throw new UncheckedIOException("Cannot keep records put on " + kind, e);
        }
        return enter(name, call);
    }

    static void delete(DocumentStore documents, String deliveryStream) {
        String kind = kind(deliveryStream);
        documents.names(kind).forEach(name -> documents.delete(kind, name));
    }

    private List<String> enter(String name, Call call) {
        var records = new ArrayList<SourceRecord>(call.records().size());
        Instant arrival = Instant.ofEpochMilli(call.arrivalMillis());
        for (int i = 0; i < call.records().size(); i++) {
            String place = Integer.toString(100_000 + i).substring(1);
            String id = "49" + name + place + ID_END;
            records.add(new SourceRecord(id, call.records().get(i), arrival, null));
        }
        lane.accept(records, () -> stored.add(name));
        return records.stream().map(SourceRecord::id).toList();
    }

    /** Forgets all calls that are stored by now. */
    synchronized void forgetStored() {
        for (String name = stored.poll(); name != null; name = stored.poll()) {
            running.readLock().lock();
            try {
                if (!stopped) {
                    documents.delete(kind, name);
                }
            } catch (RuntimeException | Error e) {
                stored.add(name);
                throw e;
            } finally {
                running.readLock().unlock();
            }
        }
    }

    /** A directory, so names that differ in case must differ on every file system. */
    private static String kind(String deliveryStream) {
        var kind = new StringBuilder("firehose-puts-");
        for (int i = 0; i < deliveryStream.length(); i++) {
            char c = deliveryStream.charAt(i);
            if ((c >= 'A' && c <= 'Z') || c == '.') {
                kind.append('%').append(Integer.toHexString(c));
            } else {
                kind.append(c);
            }
        }
        return kind.toString();
    }

    private Call read(String name, byte[] bytes) {
        try {
            return JSON.readValue(bytes, Call.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Document " + name + " of " + kind + " is damaged", e);
        }
    }
}
