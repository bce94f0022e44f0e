package dev.kinescope.desktop.background;

/** What running work tells the person: how far it is and what it is doing; safe on any thread. */
public interface Progress {

    /** Progress of work whose end is not known. */
    double UNKNOWN = -1;

    /**
     * Shows how far the work is.
     *
     * @param fraction from 0 to 1, or {@link #UNKNOWN}
     * @param message what is being done, in a few words
     */
    void update(double fraction, String message);
}
