package dev.kinescope.localcloud.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Documents as files, a directory for each kind. */
public final class DirectoryDocumentStore implements DocumentStore {
    private static final String ENDING = ".json";

    private final Path directory;

    public DirectoryDocumentStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public void put(String kind, String name, byte[] document) {
        try {
            OwnerFiles.directory(directory.resolve(kind));
            OwnerFiles.write(file(kind, name), document);
        } catch (IOException e) {
            throw failed("written", kind, name, e);
        }
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
        try (Stream<Path> files = Files.list(directory.resolve(kind))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING) && !file.startsWith("."))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .map(file -> URLDecoder.decode(file, StandardCharsets.UTF_8))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("listed", kind, "*", e);
        }
    }

    @Override
    public void delete(String kind, String name) {
        try {
            Files.deleteIfExists(file(kind, name));
        } catch (IOException e) {
            throw failed("deleted", kind, name, e);
        }
    }

    private Path file(String kind, String name) {
        return directory.resolve(kind).resolve(fileName(name) + ENDING);
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
                        + ".",
                e);
    }
}
