package dev.kinescope.desktop.streams;

import java.util.List;

/**
 * How the sampled records spread over the range of hash keys.
 *
 * @param slices equal parts of the range, from low to high
 * @param segments the open shards, from low to high
 * @param records how many sampled records it is made of
 */
record HeatMap(List<Slice> slices, List<Segment> segments, long records) {
    static final int SLICES = 128;

    static final HeatMap EMPTY = new HeatMap(List.of(), List.of(), 0);

    /**
     * One slice.
     *
     * @param share of all sampled records, 0-1
     * @param level 0 cool to 3 hot
     */
    record Slice(double share, int level) {}

    /**
     * The part of one shard.
     *
     * @param shard its number
     * @param from where it begins, 0-1
     * @param to where it ends, 0-1
     * @param share of all sampled records, 0-1
     */
    record Segment(String shard, double from, double to, double share, boolean hot) {}

    HeatMap {
        slices = List.copyOf(slices);
        segments = List.copyOf(segments);
    }
}
