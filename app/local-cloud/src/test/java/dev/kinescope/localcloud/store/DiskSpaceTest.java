package dev.kinescope.localcloud.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a disk counts towards its limit. */
class DiskSpaceTest {
    private static final long MEGABYTE = 1024 * 1024;

    @TempDir private Path directory;

    /** A file of a size that takes no room. */
    private void sparse(String name, long size) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(size);
        }
    }

    @Test
    void theFilesOfASnapshotAreNotCountedTwice() throws IOException {
        Disk disk = Disk.of(directory, new DiskLimits(10 * MEGABYTE, 0));
        sparse("records/a", 6 * MEGABYTE);
        sparse(".snapshot/records/a", 6 * MEGABYTE);

        assertThatCode(() -> disk.claim(3 * MEGABYTE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> disk.claim(3 * MEGABYTE)).isInstanceOf(DiskFullException.class);
    }

    @Test
    void whatNobodyAskedRoomForIsNoticedAfterAWhile() throws IOException {
        Disk disk = Disk.of(directory, new DiskLimits(100_000 * MEGABYTE, 0));
        disk.claim(MEGABYTE);
        sparse("functions/code/a", 100_000 * MEGABYTE);

        assertThatThrownBy(
                        () -> {
                            for (int n = 0; n < 1000; n++) {
                                disk.claim(MEGABYTE);
                            }
                        })
                .isInstanceOf(DiskFullException.class)
                .hasMessageContaining("its limit is 104.9 GB");
    }
}
