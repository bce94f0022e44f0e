package dev.kinescope.desktop.streams;

import javafx.collections.ObservableList;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Brings a list on screen to its next state with few changes, so that selection and scroll stay.
 */
final class Lists {
    private Lists() {}

    /** Puts each item in place of the one at its position. */
    static <T> void replace(ObservableList<T> shown, List<T> next) {
        if (shown.size() != next.size()) {
            shown.setAll(next);
            return;
        }
        for (int i = 0; i < next.size(); i++) {
            if (!Objects.equals(shown.get(i), next.get(i))) {
                shown.set(i, next.get(i));
            }
        }
    }

    /** Puts new items before those that are shown and drops those that fell out at the end. */
    static <T, K> void replaceNewestFirst(
            ObservableList<T> shown, List<T> next, Function<T, K> id) {
        int added = shown.isEmpty() ? -1 : indexOf(next, id.apply(shown.getFirst()), id);
        int kept = next.size() - added;
        boolean grown =
                added >= 0
                        && kept <= shown.size()
                        && id.apply(next.getLast()).equals(id.apply(shown.get(kept - 1)));
        if (!grown) {
            shown.setAll(next);
            return;
        }
        shown.remove(kept, shown.size());
        if (added > 0) {
            shown.addAll(0, next.subList(0, added));
        }
    }

    private static <T, K> int indexOf(List<T> items, K wanted, Function<T, K> id) {
        for (int i = 0; i < items.size(); i++) {
            if (id.apply(items.get(i)).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }
}
