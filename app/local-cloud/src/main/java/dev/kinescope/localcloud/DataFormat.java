package dev.kinescope.localcloud;

import dev.kinescope.localcloud.store.OwnerFiles;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The version of the way in which a data directory is written, kept in a file of its own. */
final class DataFormat {
    static final int VERSION = 1;
    static final String FILE = "format";

    private DataFormat() {}

    /** Whether a directory has been a local cloud's. */
    static boolean marked(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /**
     * Makes sure that a directory is a local cloud's or may become one, for a local cloud removes
     * what it does not know.
     *
     * @throws IOException if somebody else keeps something there
     */
    static void requireOurs(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        boolean others;
        try (Stream<Path> files = Files.list(directory)) {
            // These two may be all that is left of a first start that was killed.
            others =
                    files.anyMatch(file ->
                            !file.endsWith(DirectoryLock.FILE) && !OwnerFiles.unfinished(file));
        }
        if (others && !marked(directory)) {
            throw new IOException(
                    "It is not empty and no data directory of a local cloud. Give an empty or new"
                            + " folder.");
        }
    }

    /**
     * Makes sure that this version of Kinescope can read a directory; one without a mark is new.
     *
     * @throws IOException if a newer one wrote it
     */
    static void check(Path directory) throws IOException {
        String text;
        try {
            text = Files.readString(directory.resolve(FILE), StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            return;
        }
        if (!text.matches("\\d{1,6}")) {
            throw new IOException(
                    "Its file "
                            + FILE
                            + " should hold a version number and does not. Choose another"
                            + " directory.");
        }
        require(Integer.parseInt(text), "It");
    }

    /** Refuses what a newer version wrote. */
    static void require(int version, String what) throws IOException {
        if (version > VERSION) {
            throw new IOException(
                    what
                            + " was written by a newer Kinescope, in format "
                            + version
                            + "; this one reads formats up to "
                            + VERSION
                            + ". Use the newer one, or choose another.");
        }
    }

    static void mark(Path directory) throws IOException {
        if (!marked(directory)) {
            OwnerFiles.write(
                    directory.resolve(FILE), (VERSION + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
