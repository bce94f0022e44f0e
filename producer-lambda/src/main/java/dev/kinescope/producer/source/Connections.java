package dev.kinescope.producer.source;

/**
 * How the connections or requests of a live source fared in one call.
 *
 * @param opened answered well
 * @param lost ended by the other side or the way to it
 * @param stalled given up after a silence that was too long
 * @param throttled refused for now: too many of them, or a quota used up
 * @param unavailable refused for now: any other reason
 */
public record Connections(long opened, long lost, long stalled, long throttled, long unavailable) {
    public static final Connections NONE = new Connections(0, 0, 0, 0, 0);

    /** One more that was answered well. */
    public Connections oneOpened() {
        return new Connections(opened + 1, lost, stalled, throttled, unavailable);
    }

    /** One more that ended so. */
    public Connections one(Ending ending) {
        return switch (ending) {
            case Ending.Lost _ ->
                    new Connections(opened, lost + 1, stalled, throttled, unavailable);
            case Ending.Stalled() ->
                    new Connections(opened, lost, stalled + 1, throttled, unavailable);
            case Ending.Throttled _, Ending.Quota _ ->
                    new Connections(opened, lost, stalled, throttled + 1, unavailable);
            case Ending.Unavailable _ ->
                    new Connections(opened, lost, stalled, throttled, unavailable + 1);
        };
    }
}
