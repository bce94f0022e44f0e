package dev.kinescope.localcloud.lambda;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Deployment packages on disk, unpacked once per content: {@code code/<SHA-256 in hex>}. */
final class CodeStore {
    private static final Logger LOG = LoggerFactory.getLogger(CodeStore.class);

    /** A stored package: what Lambda reports as CodeSha256 and CodeSize. */
    record Code(String sha256, long size) {}

    private final Path root;
    private final Supplier<UUID> ids;

    CodeStore(Path directory, Supplier<UUID> ids) {
        this.root = directory.resolve("code");
        this.ids = ids;
    }

    /** The digest and size of a package, without storing it. */
    static Code describe(byte[] zip) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(zip);
            return new Code(Base64.getEncoder().encodeToString(digest), zip.length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Unpacks a zip, unless the same bytes are there already. */
    Code store(byte[] zip) {
        Code code = describe(zip);
        Path target = directory(code.sha256());
        if (Files.isDirectory(target)) {
            return code;
        }
        try {
            Files.createDirectories(root);
            Path part = root.resolve("part-" + ids.get());
            Path file = root.resolve(part.getFileName() + ".zip");
            try {
                Files.write(file, zip);
                Files.createDirectory(part);
                ZipUnpacker.unpack(file, part);
                Files.move(part, target);
            } finally {
                Files.deleteIfExists(file);
                deleteTree(part);
            }
            return code;
        } catch (IOException e) {
            throw LambdaErrors.service(
                    "The code could not be stored under " + root + ": " + e.getMessage(), e);
        }
    }

    /** Where that package lies unpacked. */
    Path directory(String sha256) {
        return root.resolve(HexFormat.of().formatHex(Base64.getDecoder().decode(sha256)));
    }

    /** Removes every package that is not named; what is still open stays until the next time. */
    void keepOnly(Set<String> sha256s) {
        if (!Files.isDirectory(root)) {
            return;
        }
        Set<Path> kept =
                sha256s.stream()
                        .map(this::directory)
                        .collect(java.util.stream.Collectors.toUnmodifiableSet());
        try (Stream<Path> found = Files.list(root)) {
            for (Path each : found.filter(path -> !kept.contains(path)).toList()) {
                deleteTree(each);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Unused function code under {} was not removed: {}", root, e.getMessage());
        }
    }

    /** Removes a directory with all in it; does nothing if there is none. */
    static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @org.jspecify.annotations.Nullable IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
