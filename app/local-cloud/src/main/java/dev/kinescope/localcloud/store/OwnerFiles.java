package dev.kinescope.localcloud.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and directories that only their owner can read, where the file system knows owners. */
public final class OwnerFiles {
    private static final String UNFINISHED = ".next-";

    private OwnerFiles() {}

    /** Whether a file is what {@link #write} had not finished when the process was killed. */
    public static boolean unfinished(Path file) {
        return file.getFileName().toString().startsWith(UNFINISHED);
    }

    /** Makes an empty file, which must not be there yet. */
    public static Path create(Path file) throws IOException {
        return Files.createFile(file, owner(file, "rw-------"));
    }

    /** Makes a directory and what is missing above it; one that exists is closed to others. */
    public static Path directory(Path directory) throws IOException {
        Path made = Files.createDirectories(directory, owner(directory, "rwx------"));
        if (made.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
        }
        return made;
    }

    /** Writes a file whole or not at all. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is not a file in a directory.");
        }
        Path next =
                Files.createTempFile(directory, UNFINISHED, null, owner(directory, "rw-------"));
        try {
            Files.write(next, bytes);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /**
     * All that is below a directory and no directory, links as links; what goes meanwhile may be
     * missing.
     */
    public static List<Path> below(Path directory) throws IOException {
        var found = new ArrayList<Path>();
        if (!Files.isDirectory(directory)) {
            return found;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        found.add(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
        return found;
    }

    /** Removes a directory with all that is in it, or a file; does nothing if there is none. */
    public static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            // Functions' code is read-only, and its directories with it.
            all.stream()
                    .filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(directory -> !Files.isWritable(directory))
                    .forEach(directory -> directory.toFile().setWritable(true, true));
            for (Path file : all) {
                delete(file);
            }
        }
    }

    /** Removes a file or an empty directory, if it is there, also one that is read-only. */
    public static void delete(Path file) throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (AccessDeniedException e) {
            // Windows refuses to remove a read-only file.
            if (!file.toFile().setWritable(true, true)) {
                throw e;
            }
            Files.deleteIfExists(file);
        }
    }

    private static FileAttribute<?>[] owner(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
