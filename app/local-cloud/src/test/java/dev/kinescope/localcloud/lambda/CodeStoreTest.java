package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
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

    private CodeStore.Code store() {
        return store.store(new ByteArrayInputStream(ZIP), ZIP.length);
    }

    @Test
    void codeThatNoFunctionNamesYetStaysUntilItIsRecorded() {
        CodeStore.Code code = store();
        CodeStore.Code again = store();

        store.keepOnly(Set::of);
        store.recorded(code);
        store.keepOnly(Set::of);
        assertThat(store.directory(code.sha256()).resolve("a.txt")).exists();

        store.recorded(again);
        store.keepOnly(Set::of);
        assertThat(store.directory(code.sha256())).doesNotExist();
    }

    @Test
    void whatIsStillArrivingIsRemovedOnlyAtTheStart() throws IOException {
        Path part = Files.createDirectories(directory.resolve("code/part-1"));

        store.keepOnly(Set::of);
        assertThat(part).exists();

        store.removeUnfinished();
        assertThat(part).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void codeThatWasRestoredIsMadeReadOnlyToo() throws IOException {
        Path file = Files.createDirectories(directory.resolve("code/abc/lib")).resolve("a.txt");
        Files.writeString(file, "a");

        store.sealAll();

        assertThat(Files.getPosixFilePermissions(file))
                .doesNotContain(PosixFilePermission.OWNER_WRITE);
        assertThat(Files.getPosixFilePermissions(directory.resolve("code/abc")))
                .doesNotContain(PosixFilePermission.OWNER_WRITE);
        store.keepOnly(Set::of);
        assertThat(directory.resolve("code")).isEmptyDirectory();
    }

    @Test
    void aPackageLargerThanItMayBeIsRefusedAndLeavesNothing() {
        assertThatThrownBy(() -> store.store(new ByteArrayInputStream(ZIP), ZIP.length - 1))
                .isInstanceOf(InvalidParameterValueException.class);
        assertThat(directory.resolve("code")).isEmptyDirectory();
    }
}
