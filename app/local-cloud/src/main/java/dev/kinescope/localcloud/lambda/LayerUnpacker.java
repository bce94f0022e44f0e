package dev.kinescope.localcloud.lambda;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Lays an image's layers over one another, as far as they concern {@code /var/task} (OCI image
 * specification, Image layer filesystem changeset).
 */
final class LayerUnpacker {
    private static final String TASK = "var/task";
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    static final int MAX_ENTRIES = 1_000_000;

    private final UnpackedTree tree;
    private final long bound;
    private long left;
    private int entries;

    /** For a tree that stands for the task root; all layers may have so many bytes unpacked. */
    LayerUnpacker(UnpackedTree tree, long bound) {
        this.tree = tree;
        this.bound = bound;
        this.left = bound;
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(String name, TarArchiveEntry entry, InputStream content) throws IOException;
    }

    /** Adds a layer over those before it. */
    void add(Path layer, boolean compressed) throws IOException {
        long before = left;
        // What a layer takes away lies in the layers below, wherever in it that stands.
        visit(layer, compressed, (name, _, _) -> takeAway(name));
        left = before;
        visit(layer, compressed, this::put);
    }

    private void visit(Path layer, boolean compressed, Visitor visitor) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(layer), 1 << 16);
                InputStream plain = compressed ? decompressed(file) : file;
                var tar = new TarArchiveInputStream(new Counted(plain), "UTF-8")) {
            for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
                if (++entries > MAX_ENTRIES) {
                    throw new UnpackedTree.Refused("its layers have more than a million entries");
                }
                visitor.visit(normal(entry.getName()), entry, tar);
            }
        }
    }

    private static InputStream decompressed(InputStream file) throws UnpackedTree.Unreadable {
        try {
            return new GZIPInputStream(file, 1 << 16);
        } catch (IOException e) {
            throw new UnpackedTree.Unreadable(e);
        }
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
        try {
            return tar.getNextEntry();
        } catch (UnpackedTree.Refused e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new UnpackedTree.Unreadable(e);
        }
    }

    private static String normal(String name) throws UnpackedTree.Refused {
        if (List.of(name.split("/")).contains("..")) {
            throw new UnpackedTree.Refused(
                    "the entry '" + name + "' points outside the function's directory");
        }
        return name.replaceAll("^(\\./|/)+", "").replaceAll("/+$", "");
    }

    private void takeAway(String name) throws IOException {
        int slash = name.lastIndexOf('/');
        String directory = slash < 0 ? "" : name.substring(0, slash);
        String last = name.substring(slash + 1);
        if (!last.startsWith(WHITEOUT)) {
            return;
        }
        String gone =
                last.equals(OPAQUE)
                        ? directory
                        : (slash < 0 ? "" : directory + "/") + last.substring(WHITEOUT.length());
        if (gone.isEmpty() || gone.equals("var") || gone.equals(TASK)) {
            tree.clear("");
        } else if (gone.startsWith(TASK + "/")) {
            String inTask = gone.substring(TASK.length() + 1);
            if (last.equals(OPAQUE)) {
                tree.clear(inTask);
            } else {
                tree.remove(inTask);
            }
        }
    }

    private void put(String name, TarArchiveEntry entry, InputStream content) throws IOException {
        if (name.substring(name.lastIndexOf('/') + 1).startsWith(WHITEOUT)) {
            return;
        }
        if (name.equals("var") || name.equals(TASK)) {
            if (!entry.isDirectory()) {
                throw new UnpackedTree.Refused("its /" + name + " is not a directory");
            }
            return;
        }
        if (!name.startsWith(TASK + "/")) {
            return;
        }
        String inTask = name.substring(TASK.length() + 1);
        if (entry.isDirectory()) {
            tree.replaceByDirectory(inTask);
        } else if (entry.isSymbolicLink()) {
            tree.remove(inTask);
            tree.link(inTask, target(inTask, entry.getLinkName()));
        } else if (entry.isLink()) {
            tree.copy(inTask, linked(name, entry.getLinkName()));
        } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            throw new UnpackedTree.Refused("'/" + name + "' is a device or a pipe");
        } else {
            tree.remove(inTask);
            tree.file(inTask, content, (entry.getMode() & 0111) != 0);
        }
    }

    /** A link's target as seen from the link; one in the task root may be absolute. */
    private static String target(String link, String target) {
        String root = "/" + TASK + "/";
        if (!target.startsWith(root)) {
            return target;
        }
        int depth = (int) link.chars().filter(c -> c == '/').count();
        return "../".repeat(depth) + target.substring(root.length());
    }

    private static String linked(String name, String target) throws UnpackedTree.Refused {
        String plain = normal(target);
        if (!plain.startsWith(TASK + "/")) {
            throw new UnpackedTree.Refused(
                    "'/%s' is a hard link to /%s, outside the function's directory"
                            .formatted(name, plain));
        }
        return plain.substring(TASK.length() + 1);
    }

    /** Counts what comes out of the compression, also what is not kept. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        @Override
        public long skip(long wanted) throws IOException {
            long skipped = in.skip(wanted);
            count(skipped);
            return skipped;
        }

        private void count(long bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new UnpackedTree.Refused(
                        "its layers unpack to more than " + bound + " bytes");
            }
        }
    }
}
