package dev.kinescope.desktop.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kinescope.pipeline.streams.ShardTick;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Set;

class KeyWindowTest {
    private final FakeStreams streams = new FakeStreams();
    private final KeyWindow window = new KeyWindow();

    @Test
    void theHotKeysSliceIsTheOnlyHotOne() {
        ShardTick tick = streams.sample();
        window.add(tick.at(), tick.newRecords());
        HeatMap heat = window.heat(tick.shards(), Set.of(FakeStreams.id(3)));
        assertThat(heat.slices()).hasSize(128);
        assertThat(heat.slices().stream().filter(slice -> slice.level() == 3)).hasSize(1);
        // The MD5 of line-9 lies in the fourth eighth of the range, which is shard 3's.
        int hottest =
                heat.slices()
                        .indexOf(
                                heat.slices().stream()
                                        .filter(s -> s.level() == 3)
                                        .findFirst()
                                        .orElseThrow());
        assertThat(hottest).isBetween(48, 63);
        assertThat(heat.segments()).hasSize(8);
        assertThat(heat.segments().get(3).hot()).isTrue();
        assertThat(heat.segments().stream().mapToDouble(HeatMap.Segment::share).sum())
                .isEqualTo(1, within(1e-9));
    }

    @Test
    void theHeaviestKeyOfAShardIsFound() {
        ShardTick tick = streams.sample();
        window.add(tick.at(), tick.newRecords());
        assertThat(window.topKey(FakeStreams.id(3)).orElseThrow().key()).isEqualTo("line-9");
        assertThat(window.topKey("shardId-000000000099")).isEqualTo(Optional.empty());
    }

    @Test
    void recordsOlderThanTheWindowAreForgotten() {
        ShardTick tick = streams.sample();
        window.add(tick.at(), tick.newRecords());
        window.add(tick.at().plusSeconds(60), java.util.List.of());
        assertThat(window.heat(tick.shards(), Set.of()).records()).isZero();
    }
}
