package dev.kinescope.desktop.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.pipeline.streams.ShardSample;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

class HotShardsTest {
    private static ShardRow shard(int number, double ofRecords, double ofBytes) {
        return new ShardRow(
                new ShardSample(
                        FakeStreams.id(number),
                        ShardSample.State.OPEN,
                        BigInteger.ZERO,
                        BigInteger.TEN,
                        Optional.of(ofRecords * 1000),
                        Optional.of(ofBytes * ShardSample.BYTE_LIMIT),
                        Optional.empty(),
                        Optional.of(ofRecords),
                        Optional.of(ofBytes),
                        Optional.empty()),
                Trend.empty(),
                Trend.empty());
    }

    private static Optional<KeyWindow.TopKey> top(double share) {
        return Optional.of(new KeyWindow.TopKey("line-4", share, 40, 1000));
    }

    @Test
    void belowEightyPerCentNothingIsHot() {
        assertThat(HotShards.warning(List.of(shard(1, 0.79, 0.5)), "PROVISIONED", _ -> top(0.9)))
                .isEmpty();
    }

    @Test
    void oneKeyIsNotHelpedBySplitting() {
        assertThat(HotShards.warning(List.of(shard(3, 0.946, 0.4)), "PROVISIONED", _ -> top(0.91)))
                .contains(
                        new HotShards.Warning(
                                FakeStreams.id(3),
                                "Shard 3 is hot: 946 of 1,000 records/s.",
                                "Key line-4 makes 91 % of it, so splitting the shard will not help:"
                                        + " one key stays in one shard.",
                                false));
    }

    @Test
    void manyKeysAreHelpedByMoreShards() {
        var rows = List.of(shard(0, 0.1, 0.85), shard(3, 0.82, 0.4));
        assertThat(HotShards.warning(rows, "PROVISIONED", _ -> top(0.04)))
                .contains(
                        new HotShards.Warning(
                                FakeStreams.id(0),
                                "Shard 0 is hot (and 1 more shard): 0.85 of 1 MB/s.",
                                "40 keys share it, the largest 4 %: more shards will help.",
                                true));
    }

    @Test
    void onDemandModeAddsShardsByItself() {
        assertThat(
                        HotShards.warning(List.of(shard(3, 1.2, 0.4)), "ON_DEMAND", _ -> top(0.04))
                                .orElseThrow()
                                .advice())
                .isEqualTo(
                        "40 keys share it, the largest 4 %: on-demand mode adds shards by itself"
                                + " within minutes.");
    }
}
