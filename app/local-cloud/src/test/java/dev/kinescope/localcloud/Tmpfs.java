package dev.kinescope.localcloud;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small disk of a test's own; only root on Linux can make one, and elsewhere it is left out. */
final class Tmpfs implements AutoCloseable {
    private final Path place;

    private Tmpfs(Path place) {
        this.place = place;
    }

    /** Mounts one on a directory that is there. */
    static Tmpfs mount(Path place, int megabytes) {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", place),
                "a disk can be mounted");
        return new Tmpfs(place);
    }

    void readOnly() {
        Assumptions.assumeTrue(run("mount", "-o", "remount,ro", place), "it can be made read-only");
    }

    /** Takes all that is free. */
    void fill() throws IOException {
        var block = new byte[4096];
        try (var out = Files.newOutputStream(filler())) {
            while (place.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        }
    }

    /** Gives it back. */
    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return place.resolve("filler");
    }

    @Override
    public void close() {
        run("umount", "-l", place);
    }

    private static boolean run(Object... command) {
        try {
            Process process =
                    new ProcessBuilder(List.of(command).stream().map(Object::toString).toList())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            // There is no such program here.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
