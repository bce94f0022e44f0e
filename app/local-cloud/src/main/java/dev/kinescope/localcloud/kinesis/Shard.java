package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.store.LogEntry;
import dev.kinescope.localcloud.store.RecordLog;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes and gives the records of one shard, within its rates. */
final class Shard {
    static final long WRITE_RECORDS = 1000;
    static final long WRITE_BYTES = 1024 * 1024;

    /** What large records may take beyond the rate before they have to wait. */
    private static final long LARGE_BYTES = 10L * 1024 * 1024;

    private static final long READ_BYTES = 2L * 1024 * 1024;
    private static final long READ_CALLS = 5;
    private static final long ITERATORS = 5;

    private final ShardState state;
    private final RecordLog log;
    private final Clock clock;
    private final ShardRates rates;
    private final RateLimit records;
    private final RateLimit bytesIn;
    private final RateLimit calls;
    private final RateLimit bytesOut;
    private final RateLimit iterators;
    private final RateLimit large;
    private Instant readAgain = Instant.MIN;
    private long lastArrival;
    private boolean closed;

    Shard(ShardState state, RecordLog log, Clock clock, ShardRates rates) {
        this.state = state;
        this.log = log;
        this.clock = clock;
        this.rates = rates;
        this.closed = !state.open();
        this.records = new RateLimit(clock, WRITE_RECORDS);
        this.bytesIn = new RateLimit(clock, WRITE_BYTES);
        this.calls = new RateLimit(clock, READ_CALLS);
        this.bytesOut = new RateLimit(clock, READ_BYTES);
        this.iterators = new RateLimit(clock, ITERATORS);
        this.large = new RateLimit(clock, LARGE_BYTES, LARGE_BYTES / 60);
        List<RecordLog.IndexedEntry> last =
                state.open() ? log.read(log.end() - 1, 1, 1) : List.of();
        this.lastArrival = last.isEmpty() ? 0 : last.getFirst().entry().arrivalMillis();
    }

    /** A record to be put. */
    static final class Put {
        private final byte[] key;
        private final byte[] data;

        Put(String partitionKey, byte[] data) {
            this.key = partitionKey.getBytes(StandardCharsets.UTF_8);
            this.data = data;
        }

        /** The partition key in UTF-8; not to be changed. */
        byte[] key() {
            return key;
        }

        int size() {
            return key.length + data.length;
        }
    }

    /**
     * What became of records put together: each has an index in the shard, or was refused because
     * the shard was at its rate.
     */
    static final class Taken {
        private final long[] indexes;
        private final long arrivalMillis;

        private Taken(long[] indexes, long arrivalMillis) {
            this.indexes = indexes;
            this.arrivalMillis = arrivalMillis;
        }

        /** The index of the n-th record put, from 0; -1 if it was refused. */
        long index(int n) {
            return indexes[n];
        }

        long arrivalMillis() {
            return arrivalMillis;
        }
    }

    ShardState state() {
        return state;
    }

    RecordLog log() {
        return log;
    }

    /** Puts records in this order; empty if the shard is closed and takes none. */
    synchronized Optional<Taken> put(List<Put> puts) {
        if (closed) {
            return Optional.empty();
        }
        long arrival = Math.max(lastArrival, clock.millis());
        var entries = new ArrayList<LogEntry>(puts.size());
        var indexes = new long[puts.size()];
        int at = 0;
        long next = log.end();
        for (Put put : puts) {
            if (allowed(put.size())) {
                entries.add(new LogEntry(arrival, put.key, put.data));
                indexes[at++] = next++;
            } else {
                indexes[at++] = -1;
            }
        }
        if (!entries.isEmpty()) {
            try {
                log.append(entries);
            } catch (RuntimeException e) {
                entries.forEach(entry -> giveBack(entry.size()));
                throw e;
            }
            lastArrival = arrival;
        }
        return Optional.of(new Taken(indexes, arrival));
    }

    /** Closes the shard to new records; returns how many it took in all. */
    synchronized long close() {
        closed = true;
        return log.end();
    }

    /** Takes records again, after a change that was to close it could not be kept. */
    synchronized void reopen() {
        closed = !state.open();
    }

    /** Whether the shard may be read now, as far as its rates go. */
    synchronized boolean readable() {
        if (rates == ShardRates.UNLIMITED) {
            return true;
        }
        if (clock.instant().isBefore(readAgain) || !calls.free(1) || !bytesOut.free(1)) {
            return false;
        }
        calls.take(1);
        return true;
    }

    /**
     * Counts what was read against the shard's rate: after 10 MiB it is not read again for five
     * seconds (AWS documentation, GetRecords).
     */
    synchronized void wasRead(long bytes) {
        if (rates == ShardRates.ENFORCED) {
            bytesOut.take(Math.min(bytes, READ_BYTES));
            if (bytes > READ_BYTES) {
                readAgain = clock.instant().plusMillis(bytes * 1000 / READ_BYTES);
            }
        }
    }

    /** Whether an iterator may be had now. */
    synchronized boolean iterable() {
        if (rates == ShardRates.UNLIMITED) {
            return true;
        }
        if (!iterators.free(1)) {
            return false;
        }
        iterators.take(1);
        return true;
    }

    private boolean allowed(int size) {
        if (rates == ShardRates.UNLIMITED) {
            return true;
        }
        // Of a large record only a second's worth counts against the rate, the rest against what
        // is saved up for such records.
        long usual = Math.min(size, WRITE_BYTES);
        if (!records.free(1) || !bytesIn.free(usual) || !large.free(size - usual)) {
            return false;
        }
        records.take(1);
        bytesIn.take(usual);
        large.take(size - usual);
        return true;
    }

    /** What was not stored after all does not count against the rates. */
    private void giveBack(int size) {
        if (rates == ShardRates.ENFORCED) {
            long usual = Math.min(size, WRITE_BYTES);
            records.take(-1);
            bytesIn.take(-usual);
            large.take(usual - size);
        }
    }
}
