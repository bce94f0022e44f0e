package dev.kinescope.desktop.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.background.Background;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

class ShardsViewModelTest {
    private final Clock clock = Clock.fixed(FakeStreams.NOW, ZoneOffset.UTC);
    private final Background background = new Background(Runnable::run, clock);
    private final ShardsViewModel model = new ShardsViewModel(background, clock);
    private final FakeStreams streams = new FakeStreams();

    @AfterEach
    void stop() {
        model.hidden();
        background.close();
    }

    private void watch() {
        model.use(streams);
        model.shown();
        await().until(() -> model.phaseProperty().get() == ShardsViewModel.Phase.WATCHING);
    }

    @Test
    void itBeginsWithThePipelinesStreamAndItsHottestShard() {
        watch();
        assertThat(model.streamProperty().get()).isEqualTo("social-posts");
        assertThat(model.streams()).containsExactly("other-stream", "social-posts");
        assertThat(model.shards()).hasSize(9);
        assertThat(model.chosenShardProperty().get()).isEqualTo(FakeStreams.id(3));
        // The next round may be changing the list meanwhile: then look again.
        await().ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(model.records())
                                .isNotEmpty()
                                .allMatch(row -> row.record().shardId().equals(FakeStreams.id(3)))
                                .isSortedAccordingTo((a, b) ->
                                        b.sequenceNumber().compareTo(a.sequenceNumber())));
    }

    @Test
    void anotherShardsRecordsTakeThePlaceOfTheFirst() {
        watch();
        model.chooseShard(FakeStreams.id(5));
        await().ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(model.records())
                                .isNotEmpty()
                                .allMatch(row -> row.record().shardId().equals(FakeStreams.id(5))));
        assertThat(model.chosenRecordProperty().get().orElseThrow().record().shardId())
                .isEqualTo(FakeStreams.id(5));
    }

    @Test
    void aStreamThatIsNotThereIsMissingAndNoError() {
        streams.missing = true;
        model.use(streams);
        model.shown();
        await().until(() -> model.phaseProperty().get() == ShardsViewModel.Phase.MISSING);
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(streams.rounds).isZero();
    }

    @Test
    void aFailureIsShownAndNotAskedAgainAtOnce() {
        streams.failure = new IllegalStateException("Rate exceeded");
        model.use(streams);
        model.shown();
        await().until(() -> model.problemProperty().get().isPresent());
        assertThat(model.problemProperty().get().orElseThrow().reason()).contains("Rate exceeded");
        assertThat(streams.rounds).isEqualTo(1);
        streams.failure = null;
        model.tryAgain();
        await().until(() -> model.phaseProperty().get() == ShardsViewModel.Phase.WATCHING);
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void nothingIsAskedWhileHidden() {
        model.use(streams);
        assertThat(streams.rounds).isZero();
        model.shown();
        await().until(() -> streams.rounds > 0);
        model.hidden();
        assertThat(background.tasks()).isEmpty();
    }

    @Test
    void pausedItStandsStillUntilItGoesOn() {
        watch();
        model.pausedProperty().set(true);
        Optional<Round.Watched> standing = model.roundProperty().get();
        model.shown();
        assertThat(model.roundProperty().get()).isSameAs(standing);
        model.pausedProperty().set(false);
        await().until(() -> !model.roundProperty().get().equals(standing));
    }
}
