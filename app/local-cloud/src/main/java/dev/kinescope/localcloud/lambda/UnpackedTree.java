package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A directory that an archive is unpacked into, and nothing outside it: names that lead out are
 * refused, links are made last and must end inside, and what comes out is counted.
 */
final class UnpackedTree {
    /** The archive holds something that is not unpacked; the message says what. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        private final boolean tooLarge;

        Refused(String message) {
            super(message);
            this.tooLarge = false;
        }

        private Refused(long bound) {
            super("it unpacks to more than " + bound + " bytes");
            this.tooLarge = true;
        }

        boolean tooLarge() {
            return tooLarge;
        }
    }

    /** The archive is broken. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    private record Link(Path path, String name, String target) {}

    /** What file systems take. */
    private static final int MAX_NAME_BYTES = 255;

    private static final int MAX_PATH_BYTES = 4095;

    /** Deeper than any package's, and shallow enough to be walked. */
    private static final int MAX_DEPTH = 128;

    private final Path root;
    private final long bound;
    private final int mostNodes;
    private final byte[] buffer = new byte[1 << 16];
    private final List<Link> links = new ArrayList<>();
    private long left;
    private int nodes;

    /**
     * For an existing directory.
     *
     * @param bound how many bytes of files may come out
     * @param mostNodes how many files, directories and links may be made
     */
    UnpackedTree(Path directory, long bound, int mostNodes) throws IOException {
        this.root = directory.toRealPath();
        this.bound = bound;
        this.left = bound;
        this.mostNodes = mostNodes;
    }

    void directory(String name) throws IOException {
        if (!resolve(name).equals(root)) {
            make(inside(name), name);
        }
    }

    /** Writes a file, in place of an earlier one of that name. */
    void file(String name, InputStream content, boolean executable) throws IOException {
        Path target = inside(name);
        make(parent(target), name);
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused("'" + name + "' is both a file and a directory");
        }
        count();
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int read = read(content); read >= 0; read = read(content)) {
                // Counted as it comes out: the sizes that the archive states need not be true.
                left -= read;
                if (left < 0) {
                    throw new Refused(bound);
                }
                out.write(buffer, 0, read);
            }
        }
        if (executable && !target.toFile().setExecutable(true)) {
            throw new IOException(target + " cannot be made executable");
        }
    }

    /** A directory where another layer may have had something else. */
    void replaceByDirectory(String name) throws IOException {
        if (!Files.isDirectory(inside(name), LinkOption.NOFOLLOW_LINKS)) {
            remove(name);
        }
        directory(name);
    }

    /** The same file under another name. */
    void copy(String name, String original) throws IOException {
        Path source = inside(original);
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused("'" + name + "' is a hard link to what is no file");
        }
        if (!source.equals(inside(name))) {
            remove(name);
            try (InputStream content = Files.newInputStream(source)) {
                file(name, content, Files.isExecutable(source));
            }
        }
    }

    /** A symbolic link, made when everything else is there. */
    void link(String name, String target) throws IOException {
        links.add(new Link(inside(name), name, target));
    }

    /** Removes what an upper layer of an image takes away. */
    void remove(String name) throws IOException {
        Path gone = inside(name);
        links.removeIf(link -> link.path().startsWith(gone));
        CodeStore.deleteTree(gone);
    }

    /** Removes all that lies in a directory, as an upper layer of an image may ask. */
    void clear(String name) throws IOException {
        Path directory = name.isEmpty() ? root : inside(name);
        links.removeIf(link -> link.path().startsWith(directory));
        if (Files.isDirectory(directory)) {
            try (var entries = Files.list(directory)) {
                for (Path entry : entries.toList()) {
                    CodeStore.deleteTree(entry);
                }
            }
        }
    }

    /**
     * Makes the links and checks where they end: one may lead over others. None is made below
     * another: that one would carry it out of the directory before its end can be looked at.
     */
    void finish() throws IOException {
        refuseLinksBelowLinks();
        for (Link link : links) {
            make(parent(link.path()), link.name());
            count();
            try {
                if (Path.of(link.target()).isAbsolute()) {
                    throw outside(link.name());
                }
                Files.createSymbolicLink(link.path(), Path.of(link.target()));
            } catch (InvalidPathException e) {
                throw new Refused("the link '" + link.name() + "' has no path: " + e.getReason());
            } catch (FileAlreadyExistsException e) {
                throw new Refused("'" + link.name() + "' is there more than once");
            }
        }
        for (Link link : links) {
            if (!ends(link).startsWith(root)) {
                throw outside(link.name());
            }
        }
    }

    private void refuseLinksBelowLinks() throws Refused {
        Set<Path> linked = links.stream().map(Link::path).collect(Collectors.toSet());
        for (Link link : links) {
            for (Path above = parent(link.path()); !above.equals(root); above = parent(above)) {
                if (linked.contains(above)) {
                    throw new Refused("the link '" + link.name() + "' lies below another link");
                }
            }
        }
    }

    private static Path ends(Link link) throws Refused {
        try {
            return link.path().toRealPath();
        } catch (IOException e) {
            throw new Refused("the link '" + link.name() + "' leads nowhere");
        }
    }

    private int read(InputStream content) throws Refused, Unreadable {
        try {
            return content.read(buffer);
        } catch (Refused e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreadable(e);
        }
    }

    private Path resolve(String name) throws Refused {
        try {
            return root.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new Refused("an entry's name is no path: " + e.getReason());
        }
    }

    private Path inside(String name) throws Refused {
        Path target = resolve(name);
        boolean driveOrBackslash = name.contains("\\") || name.contains(":");
        if (driveOrBackslash || !target.startsWith(root) || target.equals(root)) {
            throw outside(name);
        }
        if (tooLong(target)) {
            throw new Refused("the entry name '" + name.substring(0, 50) + "...' is too long");
        }
        return target;
    }

    private boolean tooLong(Path target) {
        for (Path part : root.relativize(target)) {
            if (bytes(part) > MAX_NAME_BYTES) {
                return true;
            }
        }
        return bytes(target) > MAX_PATH_BYTES;
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static Refused outside(String name) {
        return new Refused("the entry '" + name + "' points outside the function's directory");
    }

    /** Makes a directory and those above it, without following links. */
    private void make(Path directory, String name) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path relative = root.relativize(directory);
        if (relative.getNameCount() > MAX_DEPTH) {
            throw new Refused("its directories are more than " + MAX_DEPTH + " deep");
        }
        Path made = root;
        for (Path part : relative) {
            made = made.resolve(part);
            if (Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            count();
            try {
                Files.createDirectory(made);
            } catch (FileAlreadyExistsException e) {
                throw new Refused("'" + name + "' lies in a file");
            }
        }
    }

    /** Empty files and directories fill a disk, too. */
    private void count() throws Refused {
        if (++nodes > mostNodes) {
            throw new Refused("it has more than " + mostNodes + " files and directories");
        }
    }

    private static Path parent(Path path) {
        @Nullable Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
