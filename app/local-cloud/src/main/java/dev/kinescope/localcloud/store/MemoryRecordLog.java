package dev.kinescope.localcloud.store;

import java.util.ArrayList;
import java.util.List;

/** A record log that is gone with the process. */
public class MemoryRecordLog implements RecordLog {
    private final MemoryRoom room;
    private final List<MemoryBlock> blocks = new ArrayList<>();
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
        long cost = 0;
        for (LogEntry entry : entries) {
            cost += entry.size() + (long) MemoryBlock.OVERHEAD;
        }
        room.claim(cost);
        for (LogEntry entry : entries) {
            if (blocks.isEmpty() || !blocks.getLast().takes(entry.size())) {
                if (!blocks.isEmpty()) {
                    blocks.getLast().seal();
                }
                blocks.add(new MemoryBlock(end));
            }
            blocks.getLast().add(entry);
            end++;
        }
    }

    @Override
    public synchronized List<IndexedEntry> read(long from, int count, long bytes) {
        var entries = new ArrayList<IndexedEntry>();
        long left = bytes;
        long index = Math.max(from, first);
        if (index >= end) {
            return entries;
        }
        for (int at = blockOf(index); at < blocks.size() && entries.size() < count; at++) {
            MemoryBlock block = blocks.get(at);
            for (; index < block.end() && entries.size() < count; index++) {
                left -= block.size(index);
                if (left < 0 && !entries.isEmpty()) {
                    return entries;
                }
                entries.add(new IndexedEntry(index, block.entry(index)));
            }
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
            if (blocks.get(blockOf(middle)).arrivalMillis(middle) < arrivalMillis) {
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
        int gone = 0;
        while (gone < blocks.size() && blocks.get(gone).end() <= first) {
            room.released(blocks.get(gone).cost());
            gone++;
        }
        blocks.subList(0, gone).clear();
    }

    @Override
    public synchronized void delete() {
        blocks.forEach(block -> room.released(block.cost()));
        blocks.clear();
        first = end;
    }

    /** Where the block of an entry that is kept stands in the list. */
    private int blockOf(long index) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (blocks.get(middle).base() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
