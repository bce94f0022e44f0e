package dev.kinescope.localcloud;

import dev.kinescope.localcloud.store.OwnerFiles;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;

/** Keeps a data directory for one process, and says clearly why it cannot be had. */
final class DirectoryLock {
    static final String FILE = "lock";

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

    private DirectoryLock() {}

    /**
     * Takes a directory, making it if it is missing.
     *
     * @throws DirectoryInUseException if another process has it
     * @throws UncheckedIOException if it cannot be written to
     */
    static FileChannel take(Path directory) {
        try {
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw new IOException("It is a file. Give a folder.");
            }
            DataFormat.requireOurs(directory);
            requireWritable(directory);
            OwnerFiles.directory(directory);
            FileChannel channel =
                    FileChannel.open(
                            directory.resolve(FILE),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new DirectoryInUseException(directory);
            }
            return channel;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** An owner who took away the right to write has a reason: it is not given back. */
    private static void requireWritable(Path directory) throws IOException {
        boolean closed =
                Files.exists(directory)
                        && directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                        && !Files.getPosixFilePermissions(directory)
                                .contains(PosixFilePermission.OWNER_WRITE);
        if (closed) {
            throw new IOException(
                    "It is read-only. Let its owner write to it, or choose another directory.");
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

    static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("A data directory was not released cleanly.", e);
        }
    }

    /** Says what is wrong with a directory, and what to do. */
    static UncheckedIOException unusable(Path directory, IOException e) {
        return new UncheckedIOException(
                "The data directory " + directory + " cannot be used: " + reason(directory, e), e);
    }

    private static String reason(Path directory, IOException e) {
        if (e instanceof AccessDeniedException
                || (e instanceof FileSystemException file
                        && "Operation not permitted".equals(file.getReason()))) {
            return "It may not be written to; it belongs to "
                    + owner(directory)
                    + ". Change its owner, or choose another directory.";
        }
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason() + ". Choose a directory that can be written to.";
        }
        return String.valueOf(e.getMessage());
    }

    private static String owner(Path directory) {
        try {
            return "user " + Files.getOwner(directory).getName();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("The owner of {} cannot be told.", directory, e);
            return "another user";
        }
    }
}
