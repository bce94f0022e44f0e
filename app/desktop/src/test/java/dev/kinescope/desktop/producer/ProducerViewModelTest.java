package dev.kinescope.desktop.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.RunningTask;
import dev.kinescope.desktop.producer.ProducerViewModel.State;
import dev.kinescope.desktop.shell.Notification;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.pipeline.producer.Delivery;
import dev.kinescope.pipeline.producer.ProducerProgress;
import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.producer.ProducerTotals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

class ProducerViewModelTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T14:05:12Z"), ZoneOffset.UTC);
    private final Background background = new Background(Runnable::run, clock);
    private final Notifications notifications = new Notifications(clock);
    private final List<SampleSending> runs = new CopyOnWriteArrayList<>();
    private final ProducerViewModel model =
            new ProducerViewModel(Slices::definition, background, notifications, clock);

    @BeforeEach
    void connect() {
        model.use(Optional.of(this::prepare));
        model.shown();
        await().until(() -> model.form().settingsProperty().get().isPresent());
    }

    @AfterEach
    void close() {
        model.hidden();
        model.use(Optional.empty());
        await().until(() -> background.tasks().isEmpty());
        background.close();
    }

    private Sending prepare(ProducerSettings settings) {
        var run = new SampleSending(settings);
        runs.add(run);
        return run;
    }

    private SampleSending start() {
        model.start();
        assertThat(model.stateProperty().get()).isEqualTo(State.SENDING);
        return runs.getLast();
    }

    private void awaitState(State state) {
        await().until(() -> model.stateProperty().get() == state);
    }

    private long accepted() {
        return model.progressProperty()
                .get()
                .map(ProducerProgress::totals)
                .map(ProducerTotals::accepted)
                .orElse(-1L);
    }

    @Test
    void anUntouchedFormSendsTheBundledPostsOnceToTheStreamOfTheDefinition() {
        assertThat(model.form().settingsProperty().get())
                .contains(ProducerSettings.bundledPosts("kinescope-producer", "social-posts"));
    }

    @Test
    void theFormIsSentAsItWasFilledIn() {
        ProducerForm form = model.form();
        form.keyword.textProperty().set("tram");
        form.duration.textProperty().set("30");
        form.stream.textProperty().set("other-stream");
        form.posts.valueProperty().set(PostsSource.S3);
        form.postsUri.textProperty().set("s3://acme-posts/replay/may.jsonl");
        form.count.textProperty().set("20000");
        form.rate.textProperty().set("500");

        SampleSending run = start();

        assertThat(run.settings)
                .isEqualTo(
                        new ProducerSettings(
                                "kinescope-producer",
                                "tram",
                                Delivery.REPLAY,
                                Duration.ofSeconds(30),
                                "other-stream",
                                "s3://acme-posts/replay/may.jsonl",
                                OptionalLong.of(20_000),
                                OptionalDouble.of(500)));
    }

    @Test
    void aWrongFieldKeepsItFromStarting() {
        model.form().posts.valueProperty().set(PostsSource.S3);
        model.form().postsUri.textProperty().set("http://example.org/posts.jsonl");
        model.form().duration.textProperty().set("0");

        model.start();

        assertThat(model.form().postsUri.problemProperty().get())
                .isEqualTo("s3://BUCKET/KEY of a file with one JSON post a line.");
        assertThat(model.form().duration.problemProperty().get()).isEqualTo("From 1 to 86,400.");
        assertThat(runs).isEmpty();
    }

    @Test
    void onlyXNeedsAKeyword() {
        for (Delivery x : List.of(Delivery.SEARCH, Delivery.REALTIME)) {
            model.form().delivery.valueProperty().set(x);
            assertThat(model.form().keyword.problemProperty().get())
                    .isEqualTo("X needs a keyword.");
        }
        model.form().keyword.textProperty().set("tram");
        assertThat(model.form().settingsProperty().get()).isPresent();

        model.form().keyword.textProperty().set("");
        model.form().delivery.valueProperty().set(Delivery.BLUESKY);
        assertThat(model.form().settingsProperty().get()).isPresent();
    }

    @Test
    void countsFollowEachSliceAndRatesAreMeasuredBetweenThem() {
        SampleSending run = start();

        run.slice(Slices.accepted(900, 1, 3));
        run.slice(Slices.accepted(2_500, 2, 5));
        await().until(() -> accepted() == 2_500);

        assertThat(model.rates()).containsExactly(300, 800);
        assertThat(model.captionProperty().get()).isEqualTo("function result · now");
        assertThat(background.tasks()).extracting(RunningTask::title).contains("Send posts");
        assertThat(background.tasks().getFirst().messageProperty().get())
                .isEqualTo("2,500 posts sent");
    }

    @Test
    void whenAllIsSentItSaysSo() {
        SampleSending run = start();

        run.slice(Slices.accepted(426, 1, 2));
        run.end(Slices.done(Slices.totals(426, 0, List.of())));
        awaitState(State.COMPLETE);

        await().until(() -> !notifications.all().isEmpty());
        Notification last = notifications.all().getFirst();
        assertThat(last.title()).isEqualTo("All posts are sent");
        assertThat(last.text()).isEqualTo("426 posts accepted, 0 failed, 0 malformed");
        assertThat(accepted()).isEqualTo(426);
    }

    @Test
    void aSourceThatNeverEndsHasGivenAllWhenTheTimeIsOver() {
        model.form().delivery.valueProperty().set(Delivery.BLUESKY);
        SampleSending run = start();

        run.end(Slices.totals(426, 0, List.of()));
        awaitState(State.COMPLETE);
    }

    @Test
    void aSourceThatPausesHasEndedEarly() {
        model.form().delivery.valueProperty().set(Delivery.BLUESKY);
        SampleSending run = start();

        run.end(Slices.paused(Slices.totals(426, 0, List.of()), "too many requests"));
        awaitState(State.ENDED);
    }

    @Test
    void stoppingWaitsForTheSliceUnderWay() {
        SampleSending run = start();
        run.slice(Slices.accepted(900, 1, 3));
        await().until(() -> accepted() == 900);

        model.stop();
        assertThat(run.isStopped()).isTrue();
        assertThat(model.stateProperty().get()).isEqualTo(State.STOPPING);

        run.slice(Slices.accepted(1_800, 2, 6));
        run.end(Slices.totals(1_800, 0, List.of()));
        awaitState(State.ENDED);
        assertThat(accepted()).isEqualTo(1_800);
    }

    @Test
    void failedRecordsAreAWarning() {
        SampleSending run = start();

        run.end(Slices.done(Slices.totals(400, 26, List.of())));

        await().until(() -> !notifications.all().isEmpty());
        assertThat(notifications.all().getFirst().title()).isEqualTo("Not every post was accepted");
        assertThat(notifications.all().getFirst().level()).isEqualTo(Notification.Level.WARNING);
    }

    @Test
    void aFailureKeepsTheCountsAndSaysWhy() {
        SampleSending run = start();
        run.slice(Slices.accepted(900, 1, 3));

        run.fail(new IllegalStateException("delivery: search is not available"));
        awaitState(State.FAILED);

        await().until(() -> model.problemProperty().get().isPresent());
        assertThat(model.problemProperty().get().orElseThrow().reason())
                .isEqualTo("delivery: search is not available");
        assertThat(accepted()).isEqualTo(900);
    }

    @Test
    void aSecondStartCountsFromZero() {
        SampleSending first = start();
        first.slice(Slices.accepted(900, 1, 3));
        first.end(Slices.done(Slices.totals(900, 0, List.of())));
        awaitState(State.COMPLETE);

        SampleSending second = start();
        assertThat(model.progressProperty().get()).isEmpty();
        second.slice(Slices.accepted(50, 1, 1));
        await().until(() -> accepted() == 50);
        assertThat(model.rates()).containsExactly(50);
    }

    @Test
    void startingTwiceSendsOnce() {
        start();

        model.start();

        assertThat(runs).hasSize(1);
    }

    @Test
    void cancellingTheTaskEndsIt() {
        start();

        background.tasks().getFirst().cancel();

        awaitState(State.ENDED);
    }

    @Test
    void anotherConnectionForgetsTheCountsAndHearsNoMoreOfTheOldRun() {
        SampleSending run = start();
        run.slice(Slices.accepted(900, 1, 3));
        await().until(() -> accepted() == 900);

        model.use(Optional.of(this::prepare));
        run.slice(Slices.accepted(1_800, 2, 6));

        await().until(() -> background.tasks().isEmpty());
        assertThat(model.progressProperty().get()).isEmpty();
        assertThat(model.stateProperty().get()).isEqualTo(State.IDLE);
    }
}
