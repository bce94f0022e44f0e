package dev.kinescope.localcloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

class DocumentStoreTest {
    @TempDir private Path directory;

    private List<DocumentStore> stores() {
        return List.of(new MemoryDocumentStore(), new DirectoryDocumentStore(directory));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void documentsAreReplacedListedInOrderAndDeleted() {
        for (DocumentStore store : stores()) {
            store.put("role", "b", text("1"));
            store.put("role", "a", text("2"));
            store.put("role", "b", text("3"));
            store.put("stream", "c", text("4"));

            assertThat(store.names("role")).containsExactly("a", "b");
            assertThat(store.get("role", "b")).contains(text("3"));
            assertThat(store.get("role", "c")).isEmpty();
            store.delete("role", "a");
            store.delete("role", "none");
            assertThat(store.names("role")).containsExactly("b");
            assertThat(store.names("none")).isEmpty();
        }
    }

    @Test
    void whatCallersMakeManyOfTakesNoMoreThanThereIsRoomFor() {
        var limits = new DiskLimits(10_000_000, 0);
        var store = new DirectoryDocumentStore(directory, Disk.of(directory, limits));
        var large = new byte[3_000_000];
        for (int n = 0; n < 20; n++) {
            store.putIfRoom("event", "again", large);
            store.putIfRoom("event", "deleted", large);
            store.delete("event", "deleted");
        }

        assertThatThrownBy(
                        () -> {
                            for (int n = 0; n < 5; n++) {
                                store.putIfRoom("event", "kept-" + n, large);
                            }
                        })
                .isInstanceOf(DiskFullException.class);

        assertThat(store.names("event")).doesNotContain("kept-3");
        store.put("role", "a", text("1"));
        assertThat(store.get("role", "a")).contains(text("1"));
    }

    @Test
    void anyNameIsANameOfItsOwn() {
        List<String> names =
                List.of("..", "A", "a", "a/../../b", "a%2fb", "a b", "CON", "ü", "x".repeat(64));
        for (DocumentStore store : stores()) {
            names.forEach(name -> store.put("kind", name, text(name)));

            assertThat(store.names("kind")).containsExactlyInAnyOrderElementsOf(names);
            names.forEach(name -> assertThat(store.get("kind", name)).contains(text(name)));
        }
    }

    @Test
    void aLongNameOfAnyLettersIsTakenWhole() {
        List<String> names =
                List.of("Q".repeat(128), "Q".repeat(128) + "R", "ü".repeat(512), "Q".repeat(66));
        for (DocumentStore store : stores()) {
            names.forEach(name -> store.put("kind", name, text(name)));

            assertThat(store.names("kind")).containsExactlyInAnyOrderElementsOf(names);
            names.forEach(name -> assertThat(store.get("kind", name)).contains(text(name)));
            store.delete("kind", names.getFirst());
            assertThat(store.get("kind", names.getFirst())).isEmpty();
            assertThat(store.names("kind"))
                    .containsExactlyInAnyOrderElementsOf(names.subList(1, names.size()));
        }
    }

    @Test
    void whatAKillLeftHalfWrittenIsNoDocumentAndIsRemoved() throws IOException {
        DocumentStore store = new DirectoryDocumentStore(directory);
        store.put("kind", "a", text("whole"));
        Files.write(directory.resolve("kind/.next-123.tmp"), text("ha"));

        DocumentStore again = new DirectoryDocumentStore(directory);

        assertThat(again.names("kind")).containsExactly("a");
        assertThat(directory.resolve("kind/.next-123.tmp")).doesNotExist();
    }

    @Test
    void namesAreListedWhileDocumentsComeAndGo() {
        DocumentStore store = new DirectoryDocumentStore(directory);
        for (int n = 0; n < 400; n++) {
            store.put("kind", "stays-" + n, text("whole"));
        }
        var stop = new AtomicBoolean();
        CompletableFuture<Void> changing =
                CompletableFuture.runAsync(() -> {
                    for (int n = 0; !stop.get(); n = (n + 1) % 50) {
                        store.put("kind", "goes-" + n, text("soon"));
                        store.delete("kind", "goes-" + n);
                    }
                });
        try {
            for (int n = 0; n < 300; n++) {
                assertThat(store.names("kind"))
                        .filteredOn(name -> name.startsWith("stays-"))
                        .hasSize(400);
            }
        } finally {
            stop.set(true);
        }
        changing.join();
    }

    @Test
    void onlyTheOwnerCanReadAFile() throws IOException {
        new DirectoryDocumentStore(directory.resolve("documents")).put("kind", "name", text("x"));

        try (Stream<Path> files = Files.walk(directory.resolve("documents"))) {
            assertThat(files)
                    .extracting(file ->
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .containsExactlyInAnyOrder("rwx------", "rwx------", "rw-------");
        }
    }
}
