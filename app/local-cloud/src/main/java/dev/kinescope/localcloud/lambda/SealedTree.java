package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;

/**
 * Unpacked code that nobody may write, as in Lambda: all functions and versions with the same bytes
 * run the same files. The times of the files are fixed, because class archives are bound to them.
 */
final class SealedTree {
    private static final Logger LOG = LoggerFactory.getLogger(SealedTree.class);
    private static final FileTime TIME = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));

    private SealedTree() {}

    /** Seals all that is in a directory, which itself can still be moved. */
    static void sealBelow(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile()) {
                            Files.setLastModifiedTime(file, TIME);
                            seal(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        if (!directory.equals(tree)) {
                            seal(directory);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** Whether a directory has been sealed; its permissions say so, also to who needs none. */
    static boolean isSealed(Path directory) throws IOException {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? !Files.getPosixFilePermissions(directory)
                        .contains(PosixFilePermission.OWNER_WRITE)
                : !Files.isWritable(directory);
    }

    /** Takes the permission to write; Windows has none for directories. */
    static void seal(Path path) throws IOException {
        boolean sealed = path.toFile().setWritable(false, false);
        if (!sealed && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " cannot be made read-only");
        }
    }

    /** Gives it back to the owner, so that what is in a directory can be removed. */
    static void open(Path directory) {
        if (!directory.toFile().canWrite() && !directory.toFile().setWritable(true, true)) {
            LOG.debug("{} stays read-only", directory);
        }
    }
}
