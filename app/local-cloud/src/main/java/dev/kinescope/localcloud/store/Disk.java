package dev.kinescope.localcloud.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/**
 * What the stores of one data directory share: how much they may write, and a moment in which none
 * of them does.
 */
public final class Disk {
    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);

    /** How much may be written before the free space is looked at again. */
    private static final long STRIDE = 4L * 1024 * 1024;

    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

    private static final long NANOS_BETWEEN_COUNTS = 1_000_000_000L;

    /** After so much the files are counted again: functions write some that nobody asked for. */
    private static final long CLAIMS_BETWEEN_COUNTS = 256L * 1024 * 1024;

    private static final String SPARE = ".spare";
    private static final int SPARE_BYTES = 1024 * 1024;

    private final Path directory;
    private final DiskLimits limits;
    private final ReentrantReadWriteLock writing = new ReentrantReadWriteLock();
    private final AtomicLong used = new AtomicLong();

    /** What may be written before looking again. */
    private final AtomicLong credit = new AtomicLong();

    private boolean counted;
    private long countedAt;
    private long claimedSince;

    /** Whether the room that is kept for deletions has been given up. */
    private volatile boolean spent;

    private Disk(Path directory, DiskLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /** A directory whose content is counted when it matters. */
    public static Disk of(Path directory, DiskLimits limits) {
        return new Disk(directory, limits);
    }

    /** An operation on files. */
    @FunctionalInterface
    public interface FileWork<T> {
        /** Does it. */
        T run() throws IOException;
    }

    /** A change of files. */
    @FunctionalInterface
    interface FileChange {
        void run() throws IOException;
    }

    /** Changes files, unless {@link #frozen} work goes on: then after it. */
    void write(FileChange change) throws IOException {
        writing.readLock().lock();
        try {
            change.run();
        } finally {
            writing.readLock().unlock();
        }
    }

    /**
     * Changes files like {@link #write}, for what deleting needs: on a full disk it takes the room
     * that {@link #keepSpare} has kept.
     */
    void writeToDelete(FileChange change) throws IOException {
        write(() -> {
            try {
                change.run();
            } catch (IOException e) {
                if (free(directory) >= SPARE_BYTES
                        || !Files.deleteIfExists(directory.resolve(SPARE))) {
                    throw e;
                }
                spent = true;
                LOG.warn("The disk of {} is full; the room kept for deletions is used.", directory);
                change.run();
            }
        });
    }

    /** Keeps some room, so that objects and streams can be deleted when the disk is full. */
    public void keepSpare() {
        try {
            if (free(directory) >= 4L * SPARE_BYTES && !Files.exists(directory.resolve(SPARE))) {
                OwnerFiles.write(directory.resolve(SPARE), new byte[SPARE_BYTES]);
            }
        } catch (IOException e) {
            LOG.info("No room is kept for deletions in {}: {}", directory, e.getMessage());
        }
        // Then it is tried again whenever something is deleted.
        spent = !Files.exists(directory.resolve(SPARE));
    }

    /** Removes the room that was kept. */
    public static void removeSpare(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(SPARE));
    }

    /** Does work while no store changes a file: what it sees is as after a kill at that moment. */
    public <T> T frozen(FileWork<T> work) throws IOException {
        writing.writeLock().lock();
        try {
            return work.run();
        } finally {
            writing.writeLock().unlock();
        }
    }

    /**
     * Asks for room; what is not used is not given back until the directory is counted again.
     *
     * @throws DiskFullException if the directory would grow beyond its limits
     */
    void claim(long bytes) {
        used.addAndGet(bytes);
        if (credit.addAndGet(-bytes) >= 0) {
            return;
        }
        look(bytes);
    }

    /** Notes what was written without asking; it is negative if files became smaller. */
    void took(long bytes) {
        used.addAndGet(bytes);
    }

    /** Notes that files are gone. */
    void released(long bytes) {
        used.addAndGet(-bytes);
        if (spent) {
            keepSpare();
        }
    }

    /** What the directory holds now, in bytes: its files are counted. */
    public static long size(Path directory) throws IOException {
        return size(directory, _ -> false);
    }

    private static long size(Path directory, Predicate<Path> left) throws IOException {
        var bytes = new AtomicLong();
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path next, BasicFileAttributes of) {
                        return left.test(next)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        bytes.addAndGet(left.test(file) ? 0 : attributes.size());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            // Deleted meanwhile: it takes no room.
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return bytes.get();
    }

    /** What is free on the disk of a directory, in bytes. */
    public static long free(Path directory) {
        return directory.toFile().getUsableSpace();
    }

    private synchronized void look(long bytes) {
        boolean over = used.get() > limits.mostBytes();
        claimedSince += STRIDE;
        if (!counted
                || claimedSince > CLAIMS_BETWEEN_COUNTS
                || (over && System.nanoTime() - countedAt > NANOS_BETWEEN_COUNTS)) {
            count(bytes);
        }
        long free = limits.leastFree() == 0 ? Long.MAX_VALUE : free(directory);
        long room = Math.min(limits.mostBytes() - used.get(), free - limits.leastFree() - bytes);
        if (room < 0) {
            used.addAndGet(-bytes);
            credit.set(0);
            throw new DiskFullException(full());
        }
        credit.set(Math.min(room, STRIDE));
    }

    private void count(long claimed) {
        try {
            used.set(limits.mostBytes() == Long.MAX_VALUE ? 0 : held() + claimed);
            claimedSince = 0;
            counted = true;
            countedAt = System.nanoTime();
        } catch (IOException e) {
            LOG.warn("The size of {} cannot be told; its limit is not checked.", directory, e);
        }
    }

    /** Without what is there for a while only: second names of a snapshot's files, the spare. */
    private long held() throws IOException {
        return size(
                directory,
                path ->
                        directory.equals(path.getParent())
                                && path.getFileName().toString().startsWith("."));
    }

    private String full() {
        String why =
                used.get() > limits.mostBytes() - STRIDE
                        ? "It holds "
                                + text(used.get())
                                + ", and its limit is "
                                + text(limits.mostBytes())
                                + "."
                        : "The disk has "
                                + text(free(directory))
                                + " free, of which "
                                + text(limits.leastFree())
                                + " are to stay free.";
        return "The data directory "
                + directory
                + " is full; nothing was stored. "
                + why
                + " Delete objects or streams, free space on the disk, or raise the limit.";
    }

    /** An amount of bytes for people: {@code 12.3 MB}. */
    public static String text(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.size() - 1) {
            amount /= 1000;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, "%.1f %s", amount, UNITS.get(unit));
    }
}
