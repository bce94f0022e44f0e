package dev.kinescope.localcloud.kill;

import dev.kinescope.localcloud.store.BlobStore;
import dev.kinescope.localcloud.store.DirectoryBlobStore;
import dev.kinescope.localcloud.store.DirectoryRecordLogs;
import dev.kinescope.localcloud.store.LogEntry;
import dev.kinescope.localcloud.store.RecordLog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The process that is killed while it appends to a log, trims it and replaces blobs. */
final class StoreChild {
    static final String LOG = "stream/shard";
    static final String CONTAINER = "objects/results";
    static final int KEYS = 20;
    static final int KEPT = 200;
    static final long SEGMENT_BYTES = 2000;
    private static final int BETWEEN_TRIMS = 10;

    private StoreChild() {}

    /** Prints each number once everything of it is stored. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        RecordLog log = logs(directory).open(LOG);
        BlobStore blobs = blobs(directory);
        if (log.end() > 0) {
            // A kill may have come between the record of a number and its blob.
            put(blobs, log.end() - 1);
        }
        for (long number = log.end(); ; number++) {
            log.append(List.of(new LogEntry(number, new byte[0], content(number))));
            if (number % BETWEEN_TRIMS == 0) {
                log.trim(number - KEPT);
            }
            put(blobs, number);
            System.out.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
            System.out.flush();
        }
    }

    private static void put(BlobStore blobs, long number) throws IOException {
        try (BlobStore.Draft draft = blobs.draft()) {
            draft.content().write(content(number));
            draft.commit(CONTAINER, key(number), Map.of());
        }
    }

    private static byte[] content(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static String key(long number) {
        return "key " + number % KEYS;
    }

    static DirectoryRecordLogs logs(Path directory) {
        return new DirectoryRecordLogs(directory.resolve("records"), SEGMENT_BYTES);
    }

    static BlobStore blobs(Path directory) {
        return DirectoryBlobStore.open(directory.resolve("blobs"), Clock.systemUTC());
    }
}
