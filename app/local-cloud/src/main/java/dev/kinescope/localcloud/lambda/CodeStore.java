package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.store.OwnerFiles;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Deployment packages on disk, unpacked once per content: {@code code/<SHA-256 in hex>}. What is
 * stored stays at least until whoever stored it has said that it is recorded.
 */
final class CodeStore {
    private static final Logger LOG = LoggerFactory.getLogger(CodeStore.class);

    private static final String PART = "part-";
    private static final int HEX_LENGTH = 64;

    /** A stored package: what Lambda reports as CodeSha256 and CodeSize. */
    record Code(String sha256, long size) {}

    private final Path root;
    private final Supplier<UUID> ids;

    /** Digests that are stored and not yet recorded, with how many wait for it. */
    private final Map<String, Integer> pending = new HashMap<>();

    CodeStore(Path directory, Supplier<UUID> ids) {
        this.root = directory.resolve("code");
        this.ids = ids;
    }

    /** The digest and size of a package of at most so many bytes, without storing it. */
    static Code describe(InputStream zip, long most) throws IOException {
        return copy(zip, most, OutputStream.nullOutputStream());
    }

    /**
     * Unpacks a zip, unless the same bytes are there already. Must be followed by {@link
     * #recorded}, once a function names the code or it has turned out that none will.
     *
     * @param most how many bytes it may have
     */
    Code store(InputStream zip, long most) {
        Path file = root.resolve(PART + ids.get() + ".zip");
        try {
            Files.createDirectories(root);
            try {
                Code code;
                try (OutputStream out = Files.newOutputStream(file)) {
                    code = copy(zip, most, out);
                }
                return store(code, part -> ZipUnpacker.unpack(file, part));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw LambdaErrors.service(
                    "The code could not be stored under " + root + ": " + e.getMessage(), e);
        }
    }

    private static Code copy(InputStream zip, long most, OutputStream out) throws IOException {
        MessageDigest digest = sha256();
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
            size += read;
            if (size > most) {
                throw LambdaErrors.invalid("Unzipped size must be smaller than " + most + " bytes");
            }
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
        }
        return new Code(Base64.getEncoder().encodeToString(digest.digest()), size);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Brings code into an empty directory. */
    @FunctionalInterface
    interface Unpacking {
        void into(Path directory) throws IOException;
    }

    /** The same for code of any kind, by its digest. */
    Code store(Code code, Unpacking unpacking) {
        hold(code);
        try {
            unpack(unpacking, directory(code.sha256()));
            return code;
        } catch (IOException e) {
            recorded(code);
            throw LambdaErrors.service(
                    "The code could not be stored under " + root + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            recorded(code);
            throw e;
        }
    }

    private synchronized void hold(Code code) {
        pending.merge(code.sha256(), 1, Integer::sum);
    }

    /** From now on the code stays only if it is named to {@link #keepOnly}. */
    synchronized void recorded(Code code) {
        pending.computeIfPresent(code.sha256(), (_, count) -> count == 1 ? null : count - 1);
    }

    private void unpack(Unpacking unpacking, Path target) throws IOException {
        if (isThere(target)) {
            return;
        }
        Files.createDirectories(root);
        Path part = root.resolve(PART + ids.get());
        try {
            Files.createDirectory(part);
            unpacking.into(part);
            SealedTree.sealBelow(part);
            synchronized (this) {
                // Another call may have brought the same bytes meanwhile.
                if (!Files.isDirectory(target)) {
                    Files.move(part, target);
                    SealedTree.seal(target);
                }
            }
        } finally {
            deleteTree(part);
        }
    }

    /** Not while {@link #keepOnly} may be removing it. */
    private synchronized boolean isThere(Path target) {
        return Files.isDirectory(target);
    }

    /** Where that package lies unpacked; CodeSha256 is base64 for zips and hex for images. */
    Path directory(String sha256) {
        return root.resolve(
                sha256.length() == HEX_LENGTH
                        ? sha256
                        : HexFormat.of().formatHex(Base64.getDecoder().decode(sha256)));
    }

    /** Where a function's code is in the directory of an image. */
    static Path taskRoot(Path image) {
        return image.resolve("task");
    }

    /**
     * Removes every package that is not named; what is still open stays until the next time.
     *
     * @param named asked while no package can become another function's
     */
    void keepOnly(Supplier<Set<String>> named) {
        for (Path gone : takeAway(named)) {
            try {
                deleteTree(gone);
            } catch (IOException e) {
                LOG.warn("Unused function code in {} was not removed: {}", gone, e.getMessage());
            }
        }
    }

    /** By renaming: half of a package must never pass for the whole. */
    private synchronized List<Path> takeAway(Supplier<Set<String>> named) {
        Set<Path> kept =
                Stream.concat(named.get().stream(), pending.keySet().stream())
                        .map(this::directory)
                        .collect(Collectors.toUnmodifiableSet());
        List<Path> gone = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return gone;
        }
        try (Stream<Path> found = Files.list(root)) {
            for (Path each : found.filter(path -> !isPart(path) && !kept.contains(path)).toList()) {
                SealedTree.open(each);
                gone.add(Files.move(each, root.resolve(PART + ids.get())));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Unused function code under {} was not removed: {}", root, e.getMessage());
        }
        return gone;
    }

    /** Removes what an earlier process did not finish; only while nothing is being stored. */
    void removeUnfinished() {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> found = Files.list(root)) {
            for (Path each : found.filter(CodeStore::isPart).toList()) {
                deleteTree(each);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Unfinished code under {} was not removed: {}", root, e.getMessage());
        }
    }

    /** Seals what came by another way than {@link #store}: from a snapshot, or before a kill. */
    void sealAll() {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> found = Files.list(root)) {
            for (Path each : found.filter(path -> !isPart(path)).toList()) {
                if (!SealedTree.isSealed(each)) {
                    SealedTree.sealBelow(each);
                    SealedTree.seal(each);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Function code under {} stays writable: {}", root, e.getMessage());
        }
    }

    private static boolean isPart(Path path) {
        return path.getFileName().toString().startsWith(PART);
    }

    /** Removes a directory with all in it; does nothing if there is none. */
    static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        SealedTree.open(directory);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        OwnerFiles.delete(file);
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
