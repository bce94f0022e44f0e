package dev.kinescope.localcloud.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.store.RecordLog.IndexedEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class RecordLogTest {
    /** Small enough that a few hundred entries fill several files. */
    private static final long SEGMENT_BYTES = 4096;

    @TempDir private Path directory;

    enum Kind {
        MEMORY,
        DIRECTORY
    }

    private RecordLog log(Kind kind) {
        return kind == Kind.MEMORY ? new MemoryRecordLog() : open();
    }

    private RecordLog open() {
        return new DirectoryRecordLogs(directory, SEGMENT_BYTES).open("stream/shard");
    }

    private static LogEntry entry(int n) {
        return new LogEntry(
                1000L + n,
                ("key-" + n).getBytes(StandardCharsets.UTF_8),
                ("data " + n).getBytes(StandardCharsets.UTF_8));
    }

    private static void fill(RecordLog log, int from, int to) {
        for (int n = from; n < to; n += 7) {
            log.append(
                    IntStream.range(n, Math.min(to, n + 7))
                            .mapToObj(RecordLogTest::entry)
                            .toList());
        }
    }

    private static List<String> texts(List<IndexedEntry> entries) {
        return entries.stream()
                .map(entry ->
                        entry.index()
                                + "@"
                                + entry.entry().arrivalMillis()
                                + " "
                                + entry.entry().partitionKey()
                                + "="
                                + new String(entry.entry().data(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> expected(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> n + "@" + (1000 + n) + " key-" + n + "=data " + n)
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("stream/shard"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void entriesComeBackInTheirOrderFromAnyIndex(Kind kind) {
        RecordLog log = log(kind);
        fill(log, 0, 500);

        assertThat(texts(log.read(0, 10_000, Long.MAX_VALUE))).isEqualTo(expected(0, 500));
        for (int from = 0; from < 500; from += 13) {
            assertThat(texts(log.read(from, 20, Long.MAX_VALUE)))
                    .isEqualTo(expected(from, Math.min(500, from + 20)));
        }
        assertThat(log.end()).isEqualTo(500);
        assertThat(log.read(500, 10, 1000)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void readingStopsAtTheBytesAskedForButGivesAtLeastOne(Kind kind) {
        RecordLog log = log(kind);
        fill(log, 10, 20);

        assertThat(log.read(0, 100, 1)).hasSize(1);
        assertThat(log.read(0, 100, 3L * entry(10).size())).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void anIndexIsFoundByArrival(Kind kind) {
        RecordLog log = log(kind);
        fill(log, 0, 500);

        assertThat(log.indexAt(0)).isZero();
        assertThat(log.indexAt(1000)).isZero();
        for (int n = 0; n < 500; n += 17) {
            assertThat(log.indexAt(1000L + n)).isEqualTo(n);
        }
        assertThat(log.indexAt(1500)).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource
    void trimmingForgetsOldEntriesAndKeepsTheIndexesOfTheOthers(Kind kind) {
        RecordLog log = log(kind);
        fill(log, 0, 500);

        log.trim(1300);

        assertThat(log.first()).isGreaterThan(100).isLessThanOrEqualTo(300);
        assertThat(texts(log.read(300, 5, Long.MAX_VALUE))).isEqualTo(expected(300, 305));
        assertThat(log.read(0, 1, 100).getFirst().index()).isEqualTo(log.first());
        fill(log, 500, 510);
        assertThat(texts(log.read(495, 100, Long.MAX_VALUE))).isEqualTo(expected(495, 510));
    }

    @ParameterizedTest
    @EnumSource
    void entriesOfAnySizeComeBackWhole(Kind kind) {
        RecordLog log = log(kind);
        var sizes = List.of(0, 1, 40_000, 30_000, 65_535, 65_536, 3, 1_000_000, 0, 70_000, 5);
        var written = new ArrayList<LogEntry>();
        for (int size : sizes) {
            var data = new byte[size];
            Arrays.fill(data, (byte) size);
            written.add(
                    new LogEntry(
                            written.size(),
                            "k".repeat(size % 7).getBytes(StandardCharsets.UTF_8),
                            data));
            log.append(List.of(written.getLast()));
        }

        for (int from = 0; from < sizes.size(); from++) {
            List<IndexedEntry> read = log.read(from, 100, Long.MAX_VALUE);
            assertThat(read).hasSize(sizes.size() - from);
            for (IndexedEntry entry : read) {
                LogEntry expected = written.get((int) entry.index());
                assertThat(entry.entry())
                        .usingRecursiveComparison()
                        .as("entry %d", entry.index())
                        .isEqualTo(expected);
            }
            assertThat(log.indexAt(from)).isEqualTo(from);
        }
        assertThat(log.read(3, 100, 30_000 + 65_535)).hasSize(1);
        assertThat(log.read(3, 2, Long.MAX_VALUE)).hasSize(2);
    }

    @Test
    void aDirectoryGivesBackWhatWasWrittenBefore() throws IOException {
        fill(open(), 0, 500);

        RecordLog again = open();

        assertThat(files()).hasSizeGreaterThan(2);
        assertThat(again.end()).isEqualTo(500);
        assertThat(texts(again.read(0, 1000, Long.MAX_VALUE))).isEqualTo(expected(0, 500));
        fill(again, 500, 600);
        assertThat(texts(open().read(490, 1000, Long.MAX_VALUE))).isEqualTo(expected(490, 600));
    }

    @Test
    void anEntryCutOffByACrashIsForgottenAndTheNextTakesItsPlace() throws IOException {
        fill(open(), 0, 100);
        Path last = files().getLast();
        byte[] whole = Files.readAllBytes(last);
        for (int cut = 1; cut < 30; cut++) {
            Files.write(last, Arrays.copyOf(whole, whole.length - cut));
            RecordLog again = open();
            assertThat(again.end()).as("cut by %d", cut).isEqualTo(99);
            fill(again, 99, 101);
            assertThat(texts(open().read(90, 100, Long.MAX_VALUE))).isEqualTo(expected(90, 101));
        }
    }

    @Test
    void garbageAtTheEndIsCutOff() throws IOException {
        fill(open(), 0, 100);
        Files.write(
                files().getLast(), new byte[] {0, 0, 0, 20, 1, 2, 3}, StandardOpenOption.APPEND);

        RecordLog again = open();
        fill(again, 100, 120);

        assertThat(texts(open().read(0, 1000, Long.MAX_VALUE))).isEqualTo(expected(0, 120));
    }

    @Test
    void anInterruptedThreadStillWritesAndReads() {
        RecordLog log = open();
        Thread.currentThread().interrupt();
        fill(log, 0, 10);
        List<String> read = texts(log.read(0, 100, Long.MAX_VALUE));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(read).isEqualTo(expected(0, 10));
    }

    @Test
    void deletingLeavesNothingBehind() {
        RecordLog log = open();
        fill(log, 0, 500);

        log.delete();

        assertThat(directory.resolve("stream/shard")).doesNotExist();
        assertThat(open().end()).isZero();
    }
}
