package dev.kinescope.localcloud.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Documents as files, a directory for each kind. A document is replaced by renaming a whole new
 * file, so a kill leaves the old one or the new one.
 */
public final class DirectoryDocumentStore implements DocumentStore {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryDocumentStore.class);
    private static final String ENDING = ".json";

    /** File systems take names of 255 bytes; a longer one goes on below a directory. */
    private static final int LONGEST = 200;

    private final Path directory;
    private final Disk disk;

    /** Documents below a directory, which may take what the disk has. */
    public DirectoryDocumentStore(Path directory) {
        this(directory, Disk.of(directory, DiskLimits.NONE));
    }

    /**
     * Documents below a directory; what a killed process had half written there is removed.
     *
     * @param disk says when they may be written; most are small, and deleting needs them, so no
     *     limit refuses what is {@link #put}
     */
    public DirectoryDocumentStore(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
        removeUnfinished();
    }

    private void removeUnfinished() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(OwnerFiles::unfinished).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "Half-written documents under {} were not removed: {}",
                    directory,
                    e.getMessage());
        }
    }

    @Override
    public void put(String kind, String name, byte[] document) {
        try {
            disk.writeToDelete(() -> {
                Path file = file(kind, name);
                long before = size(file);
                write(file, document);
                disk.took(document.length - before);
            });
        } catch (IOException e) {
            throw failed("written", kind, name, e);
        }
    }

    @Override
    public void putIfRoom(String kind, String name, byte[] document) {
        disk.claim(document.length);
        boolean written = false;
        try {
            disk.write(() -> {
                Path file = file(kind, name);
                long before = size(file);
                write(file, document);
                disk.released(before);
            });
            written = true;
        } catch (IOException e) {
            throw failed("written", kind, name, e);
        } finally {
            if (!written) {
                disk.released(document.length);
            }
        }
    }

    private static void write(Path file, byte[] document) throws IOException {
        OwnerFiles.directory(file.resolveSibling(""));
        OwnerFiles.write(file, document);
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    @Override
    public Optional<byte[]> get(String kind, String name) {
        try {
            return Optional.of(Files.readAllBytes(file(kind, name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", kind, name, e);
        }
    }

    @Override
    public List<String> names(String kind) {
        Path place = directory.resolve(kind);
        try {
            return OwnerFiles.below(place).stream()
                    .filter(file -> file.toString().endsWith(ENDING))
                    .filter(file -> !OwnerFiles.unfinished(file))
                    .map(file -> name(place.relativize(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw failed("listed", kind, "*", e);
        }
    }

    @Override
    public void delete(String kind, String name) {
        try {
            disk.write(() -> {
                Path file = file(kind, name);
                long before = size(file);
                if (Files.deleteIfExists(file)) {
                    disk.released(before);
                }
            });
        } catch (IOException e) {
            throw failed("deleted", kind, name, e);
        }
    }

    /** The name whose file that is, below the directory of its kind. */
    private static String name(Path file) {
        String joined =
                StreamSupport.stream(file.spliterator(), false)
                        .map(Path::toString)
                        .collect(Collectors.joining());
        return URLDecoder.decode(
                joined.substring(0, joined.length() - ENDING.length()), StandardCharsets.UTF_8);
    }

    private Path file(String kind, String name) {
        Path place = directory.resolve(kind);
        String rest = fileName(name);
        while (rest.length() > LONGEST) {
            place = place.resolve(rest.substring(0, LONGEST));
            rest = rest.substring(LONGEST);
        }
        return place.resolve(rest + ENDING);
    }

    /**
     * A name that is a file name everywhere: only digits, lower-case letters, minus and underscore
     * stand for themselves, so that names that differ in case differ on every file system.
     */
    private static String fileName(String name) {
        var file = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean kept = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
            if (kept) {
                file.append((char) b);
            } else {
                file.append('%')
                        .append(Character.forDigit((b >> 4) & 15, 16))
                        .append(Character.forDigit(b & 15, 16));
            }
        }
        return file.toString();
    }

    private UncheckedIOException failed(String what, String kind, String name, IOException e) {
        return new UncheckedIOException(
                "The document "
                        + kind
                        + " "
                        + name
                        + " in "
                        + directory
                        + " cannot be "
                        + what
                        + ": "
                        + e.getMessage(),
                e);
    }
}
