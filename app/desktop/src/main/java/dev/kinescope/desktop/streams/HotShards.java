package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.streams.ShardSample;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Says which shard is near its limit and what would help, true to how Kinesis spreads records. */
final class HotShards {
    private static final double ONE_KEY = 0.5;
    private static final double MEGABYTE = 1_048_576;

    private HotShards() {}

    /**
     * What the banner says.
     *
     * @param title which shard, with its number and limit
     * @param advice what to do, or what would not help
     * @param splittingHelps whether more shards would spread the load
     */
    record Warning(String shardId, String title, String advice, boolean splittingHelps) {}

    /** The warning for the hottest shard, if any is hot. */
    static Optional<Warning> warning(
            List<ShardRow> rows,
            String mode,
            Function<String, Optional<KeyWindow.TopKey>> topKeys) {
        List<ShardRow> hot =
                rows.stream()
                        .filter(row -> row.mark() == ShardRow.Mark.HOT)
                        .sorted(Comparator.comparingDouble(ShardRow::load).reversed())
                        .toList();
        if (hot.isEmpty()) {
            return Optional.empty();
        }
        ShardRow hottest = hot.getFirst();
        String others =
                hot.size() == 1
                        ? ""
                        : " (and " + Numbers.counted(hot.size() - 1L, "more shard") + ")";
        String title =
                "Shard " + hottest.number() + " is hot" + others + ": " + load(hottest) + ".";
        Optional<KeyWindow.TopKey> top = topKeys.apply(hottest.id());
        boolean oneKey = top.filter(key -> key.share() >= ONE_KEY).isPresent();
        return Optional.of(
                new Warning(
                        hottest.id(),
                        title,
                        top.map(key -> advice(key, mode)).orElse("No record of it sampled yet."),
                        !oneKey && top.isPresent()));
    }

    private static String load(ShardRow row) {
        ShardSample sample = row.sample();
        double ofRecords = sample.ofRecordLimit().orElse(0.0);
        double ofBytes = sample.ofByteLimit().orElse(0.0);
        return ofRecords >= ofBytes
                ? Numbers.count(Math.round(ofRecords * ShardSample.RECORD_LIMIT))
                        + " of 1,000 records/s"
                : String.format(
                        Locale.ROOT, "%.2f of 1 MB/s", ofBytes * ShardSample.BYTE_LIMIT / MEGABYTE);
    }

    private static String advice(KeyWindow.TopKey top, String mode) {
        if (top.share() >= ONE_KEY) {
            return "Key "
                    + shorten(top.key())
                    + " makes "
                    + Numbers.wholePercent(top.share())
                    + " of it, so splitting the shard will not help: one key stays in one shard.";
        }
        String spread =
                Numbers.counted(top.keys(), "key")
                        + " share it, the largest "
                        + Numbers.wholePercent(top.share());
        return mode.equals("ON_DEMAND")
                ? spread + ": on-demand mode adds shards by itself within minutes."
                : spread + ": more shards will help.";
    }

    private static String shorten(String key) {
        return key.length() <= 32 ? key : key.substring(0, 31) + "…";
    }
}
