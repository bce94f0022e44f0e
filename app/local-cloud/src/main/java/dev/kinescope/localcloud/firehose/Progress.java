package dev.kinescope.localcloud.firehose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Keeps a lane's batches in order, so that a checkpoint moves past a batch only when it and all
 * before it are stored.
 */
final class Progress {
    /** A place in the order. */
    static final class Place {
        private final List<Runnable> marks;
        private boolean stored;

        private Place(List<Runnable> marks) {
            this.marks = marks;
        }
    }

    private final Deque<Place> places = new ArrayDeque<>();
    private final Runnable moved;

    /**
     * @param moved runs after marks have run, once for all of them; like them it must neither wait
     *     nor fail, since whoever stores or hands on runs it
     */
    Progress(Runnable moved) {
        this.moved = moved;
    }

    /** Takes the next place; its marks run when it has been passed. */
    synchronized Place next(List<Runnable> marks) {
        var place = new Place(new ArrayList<>(marks));
        places.add(place);
        return place;
    }

    /** Moves on as far as all is stored. */
    synchronized void stored(Place place) {
        place.stored = true;
        boolean any = false;
        for (Place first = places.peek(); first != null && first.stored; first = places.peek()) {
            places.remove();
            first.marks.forEach(Runnable::run);
            any = true;
        }
        if (any) {
            moved.run();
        }
    }
}
