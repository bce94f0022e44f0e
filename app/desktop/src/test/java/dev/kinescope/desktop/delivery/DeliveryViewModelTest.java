package dev.kinescope.desktop.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.background.Background;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.ZoneOffset;

class DeliveryViewModelTest {
    private final Clock clock = Clock.fixed(FakeDelivery.NOW, ZoneOffset.UTC);
    private final Background background = new Background(Runnable::run, clock);
    private final DeliveryViewModel model = new DeliveryViewModel(background, clock);
    private final FakeDelivery delivery = new FakeDelivery();

    @AfterEach
    void stop() {
        model.hidden();
        background.close();
    }

    @Test
    void itListsUnderThePrefixesWithoutTheirExpressions() {
        model.use(delivery);
        model.shown();
        await().until(() -> model.phaseProperty().get() == DeliveryViewModel.Phase.THERE);
        assertThat(delivery.listed).containsExactly("posts/", "errors/");
        assertThat(model.objects()).hasSize(33);
        assertThat(model.reasons()).extracting("records").containsExactly(204L, 13L);
    }

    @Test
    void cloudWatchIsAskedSeldomerThanTheState() {
        model.use(delivery);
        model.shown();
        await().until(() -> delivery.looks >= 2);
        assertThat(delivery.metricsAsked).isEqualTo(1);
    }

    @Test
    void oneThatIsNotThereIsMissingAndNoError() {
        delivery.missing = true;
        model.use(delivery);
        model.shown();
        await().until(() -> model.phaseProperty().get() == DeliveryViewModel.Phase.MISSING);
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void afterAFailureOnlyARefreshAsksAtOnce() {
        delivery.failure = new IllegalStateException("No answer");
        model.use(delivery);
        model.shown();
        await().until(() -> model.problemProperty().get().isPresent());
        assertThat(delivery.looks).isEqualTo(1);
        delivery.failure = null;
        model.refresh();
        await().until(() -> model.phaseProperty().get() == DeliveryViewModel.Phase.THERE);
        assertThat(model.problemProperty().get()).isEmpty();
    }

    @Test
    void theBuffersAreSaidInWords() {
        assertThat(new DeliveryTexts(clock).buffers(FakeDelivery.status()))
                .isEqualTo(
                        "The transform gets up to 1 MB of records at once, without waiting, and is"
                                + " tried 4 times. Firehose writes an object when 5 MiB or 10 s"
                                + " have gathered, whichever comes first. A post can rest here for"
                                + " about 10 s.");
    }

    @Test
    void noDataIsNeverZero() {
        assertThat(new DeliveryTexts(clock).figures(delivery.metrics("")).getLast())
                .isEqualTo(
                        new DeliveryTexts.Figure(
                                "Behind the stream",
                                "no data",
                                "",
                                "CloudWatch 1-min\nasked now",
                                false));
    }
}
