package dev.kinescope.localcloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.auth.Credential;
import dev.kinescope.localcloud.auth.CredentialBook;
import dev.kinescope.localcloud.calls.CallGate;
import dev.kinescope.localcloud.cloudwatch.MetricStore;
import dev.kinescope.localcloud.logs.GroupStore;
import dev.kinescope.localcloud.store.BlobStore;
import dev.kinescope.localcloud.store.DirectoryBlobStore;
import dev.kinescope.localcloud.store.DirectoryDocumentStore;
import dev.kinescope.localcloud.store.DirectoryRecordLogs;
import dev.kinescope.localcloud.store.Disk;
import dev.kinescope.localcloud.store.DiskLimits;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryBlobStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.store.MemoryRoom;
import dev.kinescope.localcloud.store.OwnerFiles;
import dev.kinescope.localcloud.store.RecordLogs;
import dev.kinescope.localcloud.time.Scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a local cloud keeps its state: in memory, or in a directory that it has for itself. */
final class DataDirectory implements AutoCloseable {
    static final String DOCUMENTS = "documents";
    static final String RECORDS = "records";
    static final String BLOBS = "blobs";
    static final String FUNCTIONS = "functions";
    static final String LOGS = "logs";
    static final String METRICS = "metrics";

    /** Makes files smaller, so that little load is enough to see one follow another. */
    static final String SEGMENT_PROPERTY = "kinescope.segment-bytes";

    private static final long SEGMENT_BYTES = 32L * 1024 * 1024;
    private static final long METRIC_SEGMENT_BYTES = 4L * 1024 * 1024;
    private static final long LOG_SEGMENT_BYTES = 4L * 1024 * 1024;
    private static final String CREDENTIALS = "credentials";
    private static final String ROOT = "root";

    private final Optional<Kept> kept;
    private final DocumentStore documents;
    private final MemoryRoom memory = MemoryRoom.ofJvm();
    private final List<Path> temporaries = new ArrayList<>();
    private final List<RecordLogs> opened = new ArrayList<>();
    private final Object snapshots = new Object();

    /** A directory that is locked. */
    private record Kept(Path path, FileChannel lock, Disk disk, DiskLimits limits) {}

    private DataDirectory(Optional<Kept> kept, DocumentStore documents) {
        this.kept = kept;
        this.documents = documents;
    }

    static DataDirectory inMemory() {
        return new DataDirectory(Optional.empty(), new MemoryDocumentStore());
    }

    /**
     * Takes a directory, making it if it is missing, and ends what a kill left half done.
     *
     * @throws DirectoryInUseException if another local cloud uses it
     * @throws UncheckedIOException if it cannot be used; the message says why and what to do
     */
    static DataDirectory open(Path directory, DiskLimits limits) {
        FileChannel lock = DirectoryLock.take(directory);
        try {
            DataFormat.check(directory);
            Restoration.finish(directory);
            Snapshot.removeUnfinished(directory);
            DataFormat.mark(directory);
            var disk = Disk.of(directory, limits);
            disk.keepSpare();
            return new DataDirectory(
                    Optional.of(new Kept(directory, lock, disk, limits)),
                    new DirectoryDocumentStore(directory.resolve(DOCUMENTS), disk));
        } catch (IOException e) {
            DirectoryLock.release(lock);
            throw DirectoryLock.unusable(directory, e);
        } catch (RuntimeException e) {
            DirectoryLock.release(lock);
            throw e;
        }
    }

    DocumentStore documents() {
        return documents;
    }

    /** A directory for what is kept as files; empty if everything is in memory. */
    Optional<Path> path(String name) {
        return kept.map(data -> data.path().resolve(name));
    }

    RecordLogs recordLogs() {
        return kept.map(data -> logs(data, RECORDS, SEGMENT_BYTES))
                .orElse(_ -> new MemoryRecordLog(memory));
    }

    /** Where metrics are kept, for as long as there is room. */
    MetricStore metrics(Clock clock, Scheduler scheduler) {
        return kept.map(data -> logs(data, METRICS, METRIC_SEGMENT_BYTES).open("points"))
                .map(log -> MetricStore.in(log, clock, scheduler))
                .orElseGet(() -> MetricStore.inMemory(clock, scheduler));
    }

    /** Where log groups are kept. */
    GroupStore logGroups() {
        return kept.map(data -> GroupStore.in(documents, logs(data, LOGS, LOG_SEGMENT_BYTES)))
                .orElseGet(GroupStore::inMemory);
    }

    private RecordLogs logs(Kept data, String name, long usualBytes) {
        long segmentBytes = Math.min(usualBytes, Long.getLong(SEGMENT_PROPERTY, usualBytes));
        var logs = new DirectoryRecordLogs(data.path().resolve(name), segmentBytes, data.disk());
        opened.add(logs);
        return logs;
    }

    /** Where objects are kept. */
    BlobStore blobs(Clock clock) {
        return kept.<BlobStore>map(data ->
                        DirectoryBlobStore.open(data.path().resolve(BLOBS), clock, data.disk()))
                .orElseGet(() -> new MemoryBlobStore(clock, memory));
    }

    /** Answers for the stores when they fail. */
    CallGate gate() {
        return new StorageGate(kept.map(Kept::path));
    }

    /** How much of the disk it takes. */
    DataUsage usage() {
        return kept.map(data -> DataUsage.of(data.path(), data.limits()))
                .orElseGet(DataUsage::inMemory);
    }

    /**
     * Writes all that is kept into a zip file, as it is at one moment.
     *
     * @throws IllegalStateException if everything is in memory
     * @throws UncheckedIOException if it cannot be written, or is there already
     */
    void snapshot(Path file, Instant now) {
        Kept data =
                kept.orElseThrow(() ->
                        new IllegalStateException(
                                "A local cloud in memory keeps nothing that a snapshot could"
                                        + " take."));
        // They have one place for what they copy: so one at a time.
        synchronized (snapshots) {
            Snapshot.write(data.path(), data.disk(), file, now);
        }
    }

    /** Where functions are unpacked and run: code must lie in files, so this is never in memory. */
    Path functions() {
        return path(FUNCTIONS).orElseGet(this::temporary);
    }

    private Path temporary() {
        try {
            Path made = Files.createTempDirectory("kinescope-functions");
            temporaries.add(made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No temporary directory can be made for the functions.", e);
        }
    }

    /** The root's keys: those of the last start, or new ones. */
    Credential rootCredential(String accountId, SecureRandom random) {
        var json = new ObjectMapper();
        try {
            Optional<byte[]> kept = documents.get(CREDENTIALS, ROOT);
            if (kept.isPresent()) {
                JsonNode keys = json.readTree(kept.get());
                return CredentialBook.root(
                        keys.path("accessKeyId").asText(),
                        keys.path("secretAccessKey").asText(),
                        accountId);
            }
            Credential fresh = CredentialBook.newRoot(accountId, random);
            documents.put(
                    CREDENTIALS,
                    ROOT,
                    json.writeValueAsBytes(
                            new LocalCredentials(fresh.accessKeyId(), fresh.secretAccessKey())));
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The kept credentials cannot be read; remove documents/credentials from the"
                            + " data directory to have new ones made.",
                    e);
        }
    }

    /** Closes all logs and only then lets another local cloud have the directory. */
    @Override
    public void close() {
        var closing = new ArrayList<AutoCloseable>(opened);
        temporaries.forEach(temporary -> closing.add(() -> OwnerFiles.deleteTree(temporary)));
        kept.ifPresent(data -> closing.add(data.lock()));
        closeAll(closing);
    }

    /**
     * Closes one after the other, also those after one that cannot be closed.
     *
     * @throws UncheckedIOException about the first of those
     */
    static void closeAll(List<AutoCloseable> closing) {
        Exception failure = null;
        for (AutoCloseable each : closing) {
            try {
                each.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw new UncheckedIOException(
                    "Not all of the data directory could be closed: " + failure.getMessage(),
                    failure instanceof IOException e ? e : new IOException(failure));
        }
    }
}
