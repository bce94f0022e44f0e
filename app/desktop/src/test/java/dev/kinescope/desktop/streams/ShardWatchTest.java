package dev.kinescope.desktop.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;

class ShardWatchTest {
    private Instant now = FakeStreams.NOW;
    private final InstantSource time = () -> now;
    private final FakeStreams streams = new FakeStreams();
    private final ShardWatch watch = new ShardWatch(streams, time.withZone(ZoneOffset.UTC));

    private Round after(Duration pause) throws InterruptedException {
        now = now.plus(pause);
        return watch.gather();
    }

    @Test
    void afterAFailureItWaitsFiveSeconds() throws Exception {
        streams.failure = new IllegalStateException("Rate exceeded");
        assertThatThrownBy(watch::gather).hasMessage("Rate exceeded");
        streams.failure = null;
        assertThat(after(Duration.ofSeconds(4))).isInstanceOf(Round.Waiting.class);
        assertThat(after(Duration.ofSeconds(1))).isInstanceOf(Round.Watched.class);
    }

    @Test
    void theStreamIsDescribedEachFiveSecondsOnly() throws Exception {
        for (int second = 0; second < 10; second++) {
            after(Duration.ofSeconds(1));
        }
        assertThat(streams.rounds).isEqualTo(10);
        assertThat(streams.described).isEqualTo(2);
    }

    @Test
    void aTrendHasAFixedNumberOfPointsAndNothingWhereNothingIsKnown() throws Exception {
        Round.Watched round = (Round.Watched) watch.gather();
        double[] values = round.shards().getFirst().records().values();
        assertThat(values).hasSize(60);
        assertThat(Arrays.copyOf(values, 59)).containsOnly(Double.NaN);
        assertThat(values[59]).isEqualTo(51);
        assertThat(round.shards().getLast().mark()).isEqualTo(ShardRow.Mark.CLOSED);
        assertThat(round.shards().getLast().records().values()).containsOnly(Double.NaN);
    }

    @Test
    void onlyTheChosenShardsRecordsAreGathered() throws Exception {
        assertThat(((Round.Watched) watch.gather()).records()).isEqualTo(Round.ShardRecords.NONE);
        watch.choose(FakeStreams.id(2));
        Round.ShardRecords records = ((Round.Watched) watch.gather()).records();
        assertThat(records.shardId()).isEqualTo(FakeStreams.id(2));
        assertThat(records.rows())
                .isNotEmpty()
                .allMatch(row -> row.record().shardId().equals(FakeStreams.id(2)));
    }
}
