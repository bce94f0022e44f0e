package dev.kinescope.localcloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class BlobStoreTest {
    enum Kind {
        MEMORY,
        DIRECTORY
    }

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir Path directory;
    private final ManualTime time = new ManualTime(NOW);

    private BlobStore store(Kind kind) {
        return switch (kind) {
            case MEMORY -> new MemoryBlobStore(time);
            case DIRECTORY -> DirectoryBlobStore.open(directory, time);
        };
    }

    @ParameterizedTest
    @EnumSource
    void aBlobIsFoundAndReadWholeAndInPart(Kind kind) throws IOException {
        try (BlobStore store = store(kind)) {
            put(store, "a", "letter", "0123456789", Map.of("colour", "red"));

            assertThat(store.find("a", "letter"))
                    .contains(new Blob("letter", 10, NOW, Map.of("colour", "red")));
            assertThat(read(store, "a", "letter", 0, Long.MAX_VALUE)).isEqualTo("0123456789");
            assertThat(read(store, "a", "letter", 3, 4)).isEqualTo("3456");
            assertThat(read(store, "a", "letter", 20, 4)).isEmpty();
            assertThat(store.find("b", "letter")).isEmpty();
            assertThat(store.open("a", "other")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOpenedBlobKeepsItsContentWhenItIsReplaced(Kind kind) throws IOException {
        try (BlobStore store = store(kind)) {
            put(store, "a", "k", "old", Map.of());
            try (BlobStore.OpenBlob opened = store.open("a", "k").orElseThrow()) {
                put(store, "a", "k", "newer", Map.of());

                assertThat(new String(opened.content(0, 99).readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("old");
            }
            assertThat(read(store, "a", "k", 0, 99)).isEqualTo("newer");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDraftThatIsNotCommittedLeavesNothing(Kind kind) throws IOException {
        try (BlobStore store = store(kind)) {
            try (BlobStore.Draft draft = store.draft()) {
                draft.content().write(1);
            }
            assertThat(store.list("a", new BlobQuery("", "", 10))).isEmpty();
        }
        assertThat(contentFiles()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keysAreListedInUtf8ByteOrderWithinPrefixBehindAKeyUpToALimit(Kind kind)
            throws IOException {
        // In UTF-16 order the emoji (a surrogate pair) would come before U+FF01.
        List<String> ordered =
                List.of("../up", "a", "a/b", "a/b/c", "fp", "fp/child", "z", "é", "！", "😀");
        try (BlobStore store = store(kind)) {
            for (String key : ordered.reversed()) {
                put(store, "a", key, key, Map.of());
            }

            assertThat(keys(store, new BlobQuery("", "", 99))).isEqualTo(ordered);
            assertThat(keys(store, new BlobQuery("", "a/b", 3)))
                    .containsExactly("a/b/c", "fp", "fp/child");
            assertThat(keys(store, new BlobQuery("a/", "", 99))).containsExactly("a/b", "a/b/c");
            assertThat(keys(store, new BlobQuery("fp", "a", 99))).containsExactly("fp", "fp/child");
            assertThat(keys(store, new BlobQuery("fp", "fp", 99))).containsExactly("fp/child");
            assertThat(keys(store, new BlobQuery("", "", 0))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedBlobIsGoneOnce(Kind kind) throws IOException {
        try (BlobStore store = store(kind)) {
            put(store, "a", "k", "x", Map.of());

            assertThat(store.delete("a", "k")).isTrue();
            assertThat(store.delete("a", "k")).isFalse();
            assertThat(store.find("a", "k")).isEmpty();
        }
        assertThat(contentFiles()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void attributesChangeWithoutTheContent(Kind kind) throws IOException {
        try (BlobStore store = store(kind)) {
            put(store, "a", "k", "x", Map.of("old", "1"));
            time.advance(java.time.Duration.ofHours(1));

            assertThat(store.annotate("a", "k", Map.of("new", "2"))).isTrue();
            assertThat(store.annotate("a", "other", Map.of())).isFalse();
            assertThat(store.find("a", "k")).contains(new Blob("k", 1, NOW, Map.of("new", "2")));
        }
    }

    @Test
    void aReopenedDirectoryHoldsWhatWasCommittedAndNothingElse() throws IOException {
        try (BlobStore store = DirectoryBlobStore.open(directory, time)) {
            put(store, "a", "kept", "old", Map.of());
            put(store, "a", "kept", "new", Map.of("n", "1"));
            put(store, "a", "removed", "x", Map.of());
            store.delete("a", "removed");
        }
        // What a kill leaves: a content nobody names and half a line.
        Path orphan = Files.createFile(directory.resolve("contents/07/7"));
        Files.writeString(
                directory.resolve("keys.jsonl"), "{\"container\":\"a\"", StandardOpenOption.APPEND);

        try (BlobStore store = DirectoryBlobStore.open(directory, time)) {
            assertThat(store.list("a", new BlobQuery("", "", 9)))
                    .containsExactly(new Blob("kept", 3, NOW, Map.of("n", "1")));
            assertThat(read(store, "a", "kept", 0, 9)).isEqualTo("new");
            put(store, "a", "later", "y", Map.of());
        }
        assertThat(orphan).doesNotExist();
        try (BlobStore store = DirectoryBlobStore.open(directory, time)) {
            assertThat(keys(store, new BlobQuery("", "", 9))).containsExactly("kept", "later");
        }
    }

    @Test
    void aJournalOfManyReplacementsIsRewritten() throws IOException {
        try (BlobStore store = DirectoryBlobStore.open(directory, time)) {
            for (int i = 0; i < 10_050; i++) {
                put(store, "a", "k", "x", Map.of("n", String.valueOf(i)));
            }
        }
        assertThat(Files.readAllLines(directory.resolve("keys.jsonl")).size()).isLessThan(100);
        try (BlobStore store = DirectoryBlobStore.open(directory, time)) {
            assertThat(store.find("a", "k")).contains(new Blob("k", 1, NOW, Map.of("n", "10049")));
        }
    }

    @Test
    void aDamagedJournalIsReportedWithItsLine() throws IOException {
        Files.writeString(directory.resolve("keys.jsonl"), "nonsense\n");

        assertThatThrownBy(() -> DirectoryBlobStore.open(directory, time))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "Cannot keep blobs in %s: %s line 1 is not a journal line",
                        directory, directory.resolve("keys.jsonl"))
                .hasRootCauseInstanceOf(com.fasterxml.jackson.core.JacksonException.class)
                .cause()
                .hasMessageEndingWith("keys.jsonl line 1 is not a journal line");
    }

    @Test
    void theDirectoryIsItsOwnersOnly() throws IOException {
        DirectoryBlobStore.open(directory, time).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    private static void put(
            BlobStore store, String container, String key, String text, Map<String, String> with)
            throws IOException {
        try (BlobStore.Draft draft = store.draft()) {
            draft.content().write(text.getBytes(StandardCharsets.UTF_8));
            draft.commit(container, key, with);
        }
    }

    private static String read(
            BlobStore store, String container, String key, long from, long length)
            throws IOException {
        try (BlobStore.OpenBlob blob = store.open(container, key).orElseThrow()) {
            return new String(blob.content(from, length).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> keys(BlobStore store, BlobQuery query) {
        return store.list("a", query).stream().map(Blob::key).toList();
    }

    private List<Path> contentFiles() throws IOException {
        var files = new ArrayList<Path>();
        if (Files.exists(directory.resolve("contents"))) {
            try (var found = Files.walk(directory.resolve("contents"))) {
                found.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }
}
