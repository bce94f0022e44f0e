package dev.kinescope.localcloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a record log makes of files that a kill or a broken disk left. */
class RecoveryTest {
    private static final long SEGMENT_BYTES = 4096;

    @TempDir private Path directory;

    private DirectoryRecordLogs logs() {
        return new DirectoryRecordLogs(directory, SEGMENT_BYTES);
    }

    private RecordLog open() {
        return logs().open("stream/shard");
    }

    private static List<LogEntry> entries(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n ->
                        new LogEntry(
                                1000L + n,
                                ("key-" + n).getBytes(StandardCharsets.UTF_8),
                                ("data " + n).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static void fill(RecordLog log, int from, int to) {
        for (int n = from; n < to; n++) {
            log.append(entries(n, n + 1));
        }
    }

    private static List<Long> indexes(RecordLog log) {
        return log.read(0, 10_000, Long.MAX_VALUE).stream()
                .map(RecordLog.IndexedEntry::index)
                .toList();
    }

    private static List<Long> upTo(int end) {
        return IntStream.range(0, end).mapToObj(Long::valueOf).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("stream/shard"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void aBatchCutOffAnywhereKeepsTheEntriesBeforeTheCut() throws IOException {
        RecordLog log = open();
        fill(log, 0, 5);
        Path file = files().getFirst();
        long before = Files.size(file);
        log.append(entries(5, 8));
        byte[] whole = Files.readAllBytes(file);
        int length = (int) (whole.length - before) / 3;

        for (int cut = (int) before; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int kept = 5 + (cut - (int) before) / length;
            assertThat(indexes(open())).as("cut at %d", cut).isEqualTo(upTo(kept));
            assertThat(Files.size(file)).isEqualTo(before + (long) (kept - 5) * length);
        }
    }

    @Test
    void roomThatWasNeverFilledIsCutOff() throws IOException {
        fill(open(), 0, 10);
        Files.write(files().getFirst(), new byte[5000], StandardOpenOption.APPEND);

        RecordLog again = open();
        fill(again, 10, 12);

        assertThat(indexes(open())).isEqualTo(upTo(12));
    }

    @Test
    void aDamagedEntryIsNamedWithItsFileAndPlaceAndNothingIsCutOff() throws IOException {
        fill(open(), 0, 10);
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        long size = whole.length;
        int entry = whole.length / 10;
        for (int at : List.of(3 * entry, 3 * entry + 4, 3 * entry + 20, 9 * entry + 20)) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(file, damaged);

            assertThatThrownBy(this::open)
                    .as("byte %d", at)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageEndingWith(
                            file
                                    + " is damaged at byte "
                                    + (long) (at / entry) * entry
                                    + ": the entry there does not match its checksum. Restore a"
                                    + " snapshot, or rename the file to "
                                    + file.getFileName()
                                    + ".damaged to go on without the records in it.");
            assertThat(Files.size(file)).isEqualTo(size);
        }
    }

    @Test
    void damageInAnOldFileShowsWhenItIsRead() throws IOException {
        fill(open(), 0, 500);
        Path old = files().get(1);
        byte[] bytes = Files.readAllBytes(old);
        bytes[30] ^= 1;
        Files.write(old, bytes);

        RecordLog log = open();

        assertThat(log.end()).isEqualTo(500);
        assertThat(log.read(0, 5, 1000)).hasSize(5);
        assertThatThrownBy(() -> log.read(0, 10_000, Long.MAX_VALUE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(old + " is damaged at byte 0");
    }

    @Test
    void anOldFileThatWasCutOffIsDamaged() throws IOException {
        fill(open(), 0, 500);
        Path old = files().getFirst();
        byte[] bytes = Files.readAllBytes(old);
        Files.write(old, Arrays.copyOf(bytes, bytes.length - 3));

        RecordLog log = open();

        assertThatThrownBy(() -> log.read(0, 10_000, Long.MAX_VALUE))
                .hasMessageContaining(old + " is damaged at byte ");
    }

    @Test
    void indexesOfADamagedFileThatWasSetAsideAreNotUsedAgain() throws IOException {
        fill(open(), 0, 400);
        List<Path> all = files();
        assertThat(all).hasSizeGreaterThan(2);
        Path last = all.getLast();
        long begin = Segment.existing(last).base();
        Files.move(last, last.resolveSibling(last.getFileName() + ".damaged"));

        RecordLog log = open();
        long end = log.end();
        assertThat(end).isGreaterThan(400);
        fill(log, 500, 503);

        RecordLog again = open();
        assertThat(again.end()).isEqualTo(end + 3);
        assertThat(indexes(again).subList(0, (int) begin)).isEqualTo(upTo((int) begin));
        assertThat(indexes(again).subList((int) begin, (int) begin + 3))
                .containsExactly(end, end + 1, end + 2);
        assertThat(again.read(begin, 10, 1000)).hasSize(3);
        assertThat(again.indexAt(1500)).isEqualTo(end);
        again.trim(5000);
        assertThat(again.first()).isEqualTo(end + 3);
    }

    @Test
    void aCutOffRecordThatQuotesSegmentsIsNoDamage() throws IOException {
        RecordLog log = open();
        fill(log, 0, 10);
        Path file = files().getFirst();
        log.append(List.of(new LogEntry(5000, new byte[0], Files.readAllBytes(file))));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertThat(indexes(open())).isEqualTo(upTo(10));
    }

    @Test
    void aLargeRecordThatWasCutOffIsLookedThroughQuickly() throws IOException {
        RecordLog log = open();
        fill(log, 0, 10);
        Path file = files().getFirst();
        ByteBuffer data = ByteBuffer.allocate(10 << 20);
        while (data.hasRemaining()) {
            // Each of these may be the length of an entry.
            data.putInt(1 << 20);
        }
        log.append(List.of(new LogEntry(5000, new byte[0], data.array())));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(indexes(open())).isEqualTo(upTo(10)));
    }

    @Test
    void aClosedLogTakesNoMoreAndCanStillBeRead() {
        DirectoryRecordLogs logs = logs();
        RecordLog log = logs.open("stream/shard");
        fill(log, 0, 10);

        logs.close();

        assertThatThrownBy(() -> fill(log, 10, 11))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Records cannot be written to %s: It is closed.", place());
        assertThat(indexes(log)).isEqualTo(upTo(10));
        assertThat(indexes(open())).isEqualTo(upTo(10));
    }

    @Test
    void closingWhileALogIsBeingDeletedEnds() throws Exception {
        Disk disk = Disk.of(directory, DiskLimits.NONE);
        var logs = new DirectoryRecordLogs(directory, SEGMENT_BYTES, disk);
        RecordLog log = logs.open("stream/shard");
        fill(log, 0, 10);
        var deleting = new Thread(log::delete);
        var closing = new Thread(logs::close);

        // The deletion holds the log while it waits for the disk; then both want what both hold.
        disk.frozen(() -> {
            deleting.start();
            Awaitility.await().until(() -> deleting.getState() == Thread.State.WAITING);
            closing.start();
            Awaitility.await().until(() -> closing.getState() == Thread.State.BLOCKED);
            return log;
        });

        assertThat(deleting.join(Duration.ofSeconds(10))).isTrue();
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(place()).doesNotExist();
    }

    private Path place() {
        return directory.resolve("stream/shard");
    }

    @Test
    void logsThatNobodyNamesAreRemoved() {
        DirectoryRecordLogs logs = logs();
        for (String name : List.of("a/1/x", "a/1/y", "a/2/x", "b/1/x")) {
            fill(logs.open(name), 0, 10);
        }
        logs.close();

        DirectoryRecordLogs again = logs();
        again.keepOnly(List.of("a/1/y"));

        assertThat(indexes(again.open("a/1/y"))).isEqualTo(upTo(10));
        assertThat(directory.resolve("a/1/x")).doesNotExist();
        assertThat(directory.resolve("a/2")).doesNotExist();
        assertThat(directory.resolve("b")).doesNotExist();
    }

    @Test
    void aLogOfWhichAllIsTooOldLeavesNothingButItsIndex() throws IOException {
        RecordLog log = open();
        fill(log, 0, 10);

        log.trim(5000);

        assertThat(Disk.size(directory)).isZero();
        assertThat(log.read(0, 10, 1000)).isEmpty();
        assertThat(log.first()).isEqualTo(10);
        RecordLog again = open();
        assertThat(again.end()).isEqualTo(10);
        assertThat(again.indexAt(0)).isEqualTo(10);
        fill(again, 10, 12);
        again.trim(5000);
        assertThat(open().end()).isEqualTo(12);
    }

    @Test
    void aDeletedLogLeavesNoDirectoryAbove() {
        DirectoryRecordLogs logs = logs();
        RecordLog first = logs.open("stream/1/a");
        RecordLog second = logs.open("stream/1/b");
        fill(first, 0, 1);
        fill(second, 0, 1);

        first.delete();
        assertThat(indexes(second)).isEqualTo(upTo(1));
        second.delete();

        assertThat(directory).isEmptyDirectory();
    }
}
