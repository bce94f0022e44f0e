package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The order of checkpoints, and what a full disk does to it. */
class ProgressTest {
    private final AtomicBoolean full = new AtomicBoolean();
    private final List<String> kept = new ArrayList<>();
    private final Progress progress = new Progress("posts", () -> keep("saved"));

    private void keep(String what) {
        if (full.get()) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }
        kept.add(what);
    }

    private Progress.Place place(String mark) {
        return progress.next(List.of(() -> keep(mark)));
    }

    @Test
    void aBatchIsPassedOnlyAfterAllBeforeIt() {
        Progress.Place first = place("first");
        Progress.Place second = place("second");

        progress.stored(second);
        assertThat(kept).isEmpty();

        progress.stored(first);
        assertThat(kept).containsExactly("first", "second", "saved");
    }

    @Test
    void whatCouldNotBeKeptIsMadeUpForWithTheNext() {
        Progress.Place first = place("first");
        Progress.Place second = place("second");

        full.set(true);
        progress.stored(first);
        assertThat(kept).isEmpty();

        full.set(false);
        progress.stored(second);
        assertThat(kept).containsExactly("first", "second", "saved");
    }
}
