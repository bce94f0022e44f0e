package dev.kinescope.producer.x;

import java.util.Optional;

/**
 * How far a search has come, which goes from the newest post down.
 *
 * @param since the newest post of the last whole search: nothing below it is wanted
 * @param newest the newest post of this search
 * @param until the last post handed over: this search goes on below it
 * @param startedBelow where this call's search began
 * @param found posts found over all calls
 */
record SearchPosition(
        Optional<String> since,
        Optional<String> newest,
        Optional<String> until,
        Optional<String> startedBelow,
        long found) {
    static final SearchPosition START =
            new SearchPosition(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

    private static final String NONE = "-";
    private static final String ID = "[0-9A-Za-z_]{1,40}|-";

    /** After a post was handed over; posts come the newest first. */
    SearchPosition below(String id) {
        return id.isBlank()
                ? this
                : new SearchPosition(
                        since,
                        newest.or(() -> Optional.of(id)),
                        Optional.of(id),
                        startedBelow,
                        found);
    }

    SearchPosition oneMoreFound() {
        return new SearchPosition(since, newest, until, startedBelow, found + 1);
    }

    /** At the end of the search: the next one looks above the newest post of this one. */
    SearchPosition swept() {
        return new SearchPosition(
                newest.or(() -> since),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                found);
    }

    String encode() {
        return String.join(
                "~",
                "search",
                since.orElse(NONE),
                newest.orElse(NONE),
                until.orElse(NONE),
                Long.toString(found));
    }

    /**
     * Reads back what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it is not a position of a search
     */
    static SearchPosition decode(String encoded) {
        String[] parts = encoded.split("~", -1);
        if (parts.length != 5
                || !parts[0].equals("search")
                || !parts[1].matches(ID)
                || !parts[2].matches(ID)
                || !parts[3].matches(ID)
                || !parts[4].matches("\\d{1,18}")) {
            throw new IllegalArgumentException("is not one of a search on X");
        }
        Optional<String> until = id(parts[3]);
        return new SearchPosition(
                id(parts[1]), id(parts[2]), until, until, Long.parseLong(parts[4]));
    }

    private static Optional<String> id(String part) {
        return part.equals(NONE) ? Optional.empty() : Optional.of(part);
    }
}
