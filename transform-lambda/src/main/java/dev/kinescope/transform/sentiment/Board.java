package dev.kinescope.transform.sentiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Gathers the outcomes of one question about all texts, from many threads; what comes after they
 * have been taken is too late.
 *
 * @param <T> what was asked for
 */
final class Board<T> {
    private final List<Outcome<T>> outcomes;

    Board(int size) {
        outcomes =
                new ArrayList<>(
                        Collections.nCopies(size, new Outcome.Failed<T>("no answer in time")));
    }

    synchronized void put(int index, Outcome<T> outcome) {
        outcomes.set(index, outcome);
    }

    /** A fault of this function's own still costs no more than the chunk it happened to. */
    synchronized void fault(List<Integer> indexes, Throwable fault) {
        for (int index : indexes) {
            if (outcomes.get(index) instanceof Outcome.Failed<T>) {
                outcomes.set(
                        index,
                        new Outcome.Failed<>("internal fault " + fault.getClass().getName()));
            }
        }
    }

    synchronized List<Outcome<T>> outcomes() {
        return List.copyOf(outcomes);
    }
}
