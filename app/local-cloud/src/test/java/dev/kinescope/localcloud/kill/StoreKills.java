package dev.kinescope.localcloud.kill;

import dev.kinescope.localcloud.store.BlobStore;
import dev.kinescope.localcloud.store.RecordLog;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Kills a {@link StoreChild}: in its small files segments change, old ones are trimmed and the
 * journal is written anew many times a second, which a whole cloud does once in a while.
 */
final class StoreKills {
    private static final int MOST_BEFORE_A_KILL = 3000;

    private final Path directory;
    private final Path errors;
    private final List<String> wrong = new ArrayList<>();
    private long last = -1;

    StoreKills(Path directory, Path errors) {
        this.directory = directory;
        this.errors = errors;
    }

    /** What was not as it was told after so many kills. */
    List<String> run(int kills, Random random) throws IOException, InterruptedException {
        for (int kill = 0; kill < kills; kill++) {
            Process child =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx64m",
                                    "-XX:TieredStopAtLevel=1",
                                    "-Dkinescope.journal-lines=100",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    StoreChild.class.getName(),
                                    directory.toString())
                            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                            .start();
            int lines = random.nextInt(MOST_BEFORE_A_KILL);
            BufferedReader output = child.inputReader();
            String whole = null;
            int read = 0;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (++read == lines + 1) {
                    child.toHandle().destroyForcibly();
                }
                // A line that the kill cut off is a smaller number.
                if (whole == null || Long.parseLong(line) > Long.parseLong(whole)) {
                    whole = line;
                }
            }
            child.waitFor();
            if (read <= lines || whole == null) {
                wrong.add("The stores ended by themselves in kill " + kill + "; the log says why.");
                return wrong;
            }
            last = Long.parseLong(whole);
            check();
        }
        return wrong;
    }

    long written() {
        return last + 1;
    }

    private void check() throws IOException {
        var logs = StoreChild.logs(directory);
        RecordLog log = logs.open(StoreChild.LOG);
        if (log.end() <= last || log.end() > last + 2) {
            wrong.add("The log ends at %d, not behind %d.".formatted(log.end(), last));
        }
        if (log.first() > Math.max(0, last - StoreChild.KEPT) || last - log.first() > 1000) {
            wrong.add("The log begins at %d and ends at %d.".formatted(log.first(), last));
        }
        long next = log.first();
        for (var entry : log.read(0, Integer.MAX_VALUE, Long.MAX_VALUE)) {
            if (entry.index() != next || ByteBuffer.wrap(entry.entry().data()).getLong() != next) {
                wrong.add("The log holds %s at %d.".formatted(entry, next));
            }
            next++;
        }
        if (next != log.end()) {
            wrong.add("The log can be read up to %d, not %d.".formatted(next, log.end()));
        }
        logs.close();
        try (BlobStore blobs = StoreChild.blobs(directory)) {
            for (long n = Math.max(0, last - StoreChild.KEYS + 1); n <= last; n++) {
                long there = content(blobs, StoreChild.key(n));
                // The one that was being written when it was killed may be there as well.
                if (there != n && !(there == n + StoreChild.KEYS && there == last + 1)) {
                    wrong.add("The blob of %d holds %d.".formatted(n, there));
                }
            }
        }
    }

    private static long content(BlobStore blobs, String key) throws IOException {
        var found = blobs.open(StoreChild.CONTAINER, key);
        if (found.isEmpty()) {
            return -1;
        }
        try (BlobStore.OpenBlob blob = found.get();
                var in = blob.content(0, Long.BYTES)) {
            return ByteBuffer.wrap(in.readAllBytes()).getLong();
        }
    }
}
