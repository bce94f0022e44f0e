package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** How long packages stay on disk. */
class CodeStoreTest {
    private static final byte[] ZIP = FunctionZips.of(Map.of("a.txt", new byte[1]));

    @TempDir private Path directory;

    private CodeStore store;

    @BeforeEach
    void open() {
        store = new CodeStore(directory, UUID::randomUUID);
    }

    @Test
    void codeThatNoFunctionNamesYetStaysUntilItIsRecorded() {
        CodeStore.Code code = store.store(ZIP);
        CodeStore.Code again = store.store(ZIP);

        store.keepOnly(Set.of());
        store.recorded(code);
        store.keepOnly(Set.of());
        assertThat(store.directory(code.sha256()).resolve("a.txt")).exists();

        store.recorded(again);
        store.keepOnly(Set.of());
        assertThat(store.directory(code.sha256())).doesNotExist();
    }

    @Test
    void whatIsStillArrivingIsRemovedOnlyAtTheStart() throws IOException {
        Path part = Files.createDirectories(directory.resolve("code/part-1"));

        store.keepOnly(Set.of());
        assertThat(part).exists();

        store.removeUnfinished();
        assertThat(part).doesNotExist();
    }
}
