package dev.kinescope.localcloud.firehose;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Keeps a lane's batches in order, so that a checkpoint moves past a batch only when it and all
 * before it are stored. What cannot be kept of it is logged once and made up for with the next.
 */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    /** A place in the order. */
    static final class Place {
        private final List<Runnable> marks;
        private boolean stored;

        private Place(List<Runnable> marks) {
            this.marks = marks;
        }
    }

    private final Deque<Place> places = new ArrayDeque<>();
    private final String deliveryStream;
    private final Runnable moved;
    private final List<Runnable> owed = new ArrayList<>();
    private boolean failing;

    /**
     * @param deliveryStream whose progress it is, for the log
     * @param moved runs after marks have run, once for all of them
     */
    Progress(String deliveryStream, Runnable moved) {
        this.deliveryStream = deliveryStream;
        this.moved = moved;
    }

    /** Takes the next place; its marks run when it has been passed. */
    synchronized Place next(List<Runnable> marks) {
        var place = new Place(new ArrayList<>(marks));
        places.add(place);
        return place;
    }

    /** Moves on as far as all is stored; never throws, since the records are stored already. */
    synchronized void stored(Place place) {
        place.stored = true;
        boolean any = false;
        for (Place first = places.peek(); first != null && first.stored; first = places.peek()) {
            places.remove();
            owed.addAll(first.marks);
            any = true;
        }
        if (any) {
            owed.removeIf(this::succeeds);
            if (succeeds(moved) && owed.isEmpty()) {
                failing = false;
            }
        }
    }

    private boolean succeeds(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error(
                        "The progress of delivery stream {} cannot be kept and will be with what"
                                + " is stored next. Until then a restart delivers records again;"
                                + " free space on the disk.",
                        deliveryStream,
                        e);
            }
            failing = true;
            return false;
        }
    }
}
