package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The order of checkpoints. */
class ProgressTest {
    private final List<String> kept = new ArrayList<>();
    private final Progress progress = new Progress(() -> kept.add("saved"));

    private Progress.Place place(String mark) {
        return progress.next(List.of(() -> kept.add(mark)));
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
}
