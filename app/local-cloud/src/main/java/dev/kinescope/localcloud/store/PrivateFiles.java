package dev.kinescope.localcloud.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes directories that only their owner can enter, where the file system knows owners. */
final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes the directory and its missing parents; what exists already is closed to others. */
    static Path directory(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createDirectories(directory);
        }
        var owner = PosixFilePermissions.fromString("rwx------");
        FileAttribute<?> asOwner = PosixFilePermissions.asFileAttribute(owner);
        Path made = Files.createDirectories(directory, asOwner);
        Files.setPosixFilePermissions(made, owner);
        return made;
    }
}
