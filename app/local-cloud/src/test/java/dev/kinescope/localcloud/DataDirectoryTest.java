package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** How a data directory is given back. */
class DataDirectoryTest {
    @Test
    void whatCannotBeClosedKeepsNothingElseOpen() {
        var closed = new ArrayList<String>();
        AutoCloseable broken =
                () -> {
                    throw new IOException("Input/output error");
                };

        assertThatThrownBy(() ->
                        DataDirectory.closeAll(
                                List.of(
                                        broken,
                                        () -> closed.add("log"),
                                        broken,
                                        () -> closed.add("lock"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Input/output error");

        assertThat(closed).containsExactly("log", "lock");
    }
}
