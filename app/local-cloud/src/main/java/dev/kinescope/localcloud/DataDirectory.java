package dev.kinescope.localcloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.auth.Credential;
import dev.kinescope.localcloud.auth.CredentialBook;
import dev.kinescope.localcloud.cloudwatch.MetricStore;
import dev.kinescope.localcloud.logs.GroupStore;
import dev.kinescope.localcloud.store.BlobStore;
import dev.kinescope.localcloud.store.DirectoryBlobStore;
import dev.kinescope.localcloud.store.DirectoryDocumentStore;
import dev.kinescope.localcloud.store.DirectoryRecordLogs;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryBlobStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.store.OwnerFiles;
import dev.kinescope.localcloud.store.RecordLogs;
import dev.kinescope.localcloud.time.Scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a local cloud keeps its state: in memory, or in a directory that it has for itself. */
final class DataDirectory implements AutoCloseable {
    private static final long SEGMENT_BYTES = 32L * 1024 * 1024;
    private static final long METRIC_SEGMENT_BYTES = 4L * 1024 * 1024;
    private static final long LOG_SEGMENT_BYTES = 4L * 1024 * 1024;
    private static final String CREDENTIALS = "credentials";
    private static final String ROOT = "root";

    private final Optional<Path> directory;
    private final Optional<FileChannel> lock;
    private final DocumentStore documents;
    private final List<Path> temporaries = new ArrayList<>();

    private DataDirectory(
            Optional<Path> directory, Optional<FileChannel> lock, DocumentStore documents) {
        this.directory = directory;
        this.lock = lock;
        this.documents = documents;
    }

    static DataDirectory inMemory() {
        return new DataDirectory(Optional.empty(), Optional.empty(), new MemoryDocumentStore());
    }

    /**
     * Takes a directory, making it if it is missing.
     *
     * @throws UncheckedIOException if it cannot be used, or another local cloud uses it
     */
    static DataDirectory open(Path directory) {
        try {
            OwnerFiles.directory(directory);
            FileChannel channel =
                    FileChannel.open(
                            directory.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new IOException("Another local cloud is using it.");
            }
            return new DataDirectory(
                    Optional.of(directory),
                    Optional.of(channel),
                    new DirectoryDocumentStore(directory.resolve("documents")));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The data directory "
                            + directory
                            + " cannot be used: "
                            + e.getMessage()
                            + " Choose another directory, or free this one.",
                    e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    DocumentStore documents() {
        return documents;
    }

    /** A directory for what is kept as files; empty if everything is in memory. */
    Optional<Path> path(String name) {
        return directory.map(path -> path.resolve(name));
    }

    RecordLogs recordLogs() {
        return path("records")
                .<RecordLogs>map(path -> new DirectoryRecordLogs(path, SEGMENT_BYTES))
                .orElse(_ -> new MemoryRecordLog());
    }

    /** Where metrics are kept, for as long as there is room. */
    MetricStore metrics(Clock clock, Scheduler scheduler) {
        return path("metrics")
                .map(path -> new DirectoryRecordLogs(path, METRIC_SEGMENT_BYTES).open("points"))
                .map(log -> MetricStore.in(log, clock, scheduler))
                .orElseGet(() -> MetricStore.inMemory(clock, scheduler));
    }

    /** Where log groups are kept. */
    GroupStore logGroups() {
        return path("logs")
                .map(path ->
                        GroupStore.in(documents, new DirectoryRecordLogs(path, LOG_SEGMENT_BYTES)))
                .orElseGet(GroupStore::inMemory);
    }

    /** Where objects are kept. */
    BlobStore blobs(Clock clock) {
        return path("blobs")
                .<BlobStore>map(path -> DirectoryBlobStore.open(path, clock))
                .orElseGet(() -> new MemoryBlobStore(clock));
    }

    /** Where functions are unpacked and run: code must lie in files, so this is never in memory. */
    Path functions() {
        return path("functions").orElseGet(this::temporary);
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

    @Override
    public void close() {
        try {
            for (Path temporary : temporaries) {
                deleteAll(temporary);
            }
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory cannot be released.", e);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
