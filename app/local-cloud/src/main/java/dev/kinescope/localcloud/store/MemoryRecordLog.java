package dev.kinescope.localcloud.store;

import java.util.ArrayList;
import java.util.List;

/** A record log that is gone with the process. */
public class MemoryRecordLog implements RecordLog {
    private static final int BLOCK = 1024;

    /** What an entry takes beside its bytes: three objects and a reference. */
    private static final int OVERHEAD = 80;

    private final MemoryRoom room;
    private final List<LogEntry[]> blocks = new ArrayList<>();
    private final List<Long> blockBytes = new ArrayList<>();
    private long firstBlock;
    private long first;
    private long end;

    /** A log without a bound. */
    public MemoryRecordLog() {
        this(MemoryRoom.of(Long.MAX_VALUE));
    }

    /** A log that shares room with others. */
    public MemoryRecordLog(MemoryRoom room) {
        this.room = room;
    }

    @Override
    public synchronized void append(List<LogEntry> entries) {
        room.claim(entries.stream().mapToLong(MemoryRecordLog::cost).sum());
        for (LogEntry entry : entries) {
            int at = (int) (end % BLOCK);
            if (at == 0) {
                blocks.add(new LogEntry[BLOCK]);
                blockBytes.add(0L);
            }
            blocks.getLast()[at] = entry;
            blockBytes.set(blockBytes.size() - 1, blockBytes.getLast() + cost(entry));
            end++;
        }
    }

    private static long cost(LogEntry entry) {
        return entry.size() + (long) OVERHEAD;
    }

    @Override
    public synchronized List<IndexedEntry> read(long from, int count, long bytes) {
        var entries = new ArrayList<IndexedEntry>();
        long left = bytes;
        for (long index = Math.max(from, first); index < end && entries.size() < count; index++) {
            LogEntry entry = at(index);
            left -= entry.size();
            if (left < 0 && !entries.isEmpty()) {
                break;
            }
            entries.add(new IndexedEntry(index, entry));
        }
        return entries;
    }

    @Override
    public synchronized long first() {
        return first;
    }

    @Override
    public synchronized long end() {
        return end;
    }

    @Override
    public synchronized long indexAt(long arrivalMillis) {
        long low = first;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).arrivalMillis() < arrivalMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public synchronized void trim(long arrivalMillis) {
        first = indexAt(arrivalMillis);
        while (!blocks.isEmpty() && (firstBlock + 1) * BLOCK <= first) {
            blocks.removeFirst();
            room.released(blockBytes.removeFirst());
            firstBlock++;
        }
    }

    @Override
    public synchronized void delete() {
        blocks.clear();
        blockBytes.forEach(room::released);
        blockBytes.clear();
        first = end;
        firstBlock = (end + BLOCK - 1) / BLOCK;
    }

    private LogEntry at(long index) {
        return blocks.get((int) (index / BLOCK - firstBlock))[(int) (index % BLOCK)];
    }
}
