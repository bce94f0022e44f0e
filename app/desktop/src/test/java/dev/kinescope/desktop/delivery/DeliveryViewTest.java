package dev.kinescope.desktop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Stand;
import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.Destination;

import javafx.scene.control.Button;
import javafx.scene.control.Label;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;

class DeliveryViewTest {
    private final Clock clock = Clock.fixed(FakeDelivery.NOW, ZoneOffset.UTC);

    @Test
    void stateBuffersObjectsAndFailuresAreShownAndResultsCanBeOpened() throws Exception {
        var opened = new ArrayList<Destination>();
        try (var background = Background.onFxThread(clock)) {
            var model = Stand.onFx(() -> new DeliveryViewModel(background, clock));
            try (var stand =
                    Stand.of(
                            1060,
                            720,
                            () -> {
                                var view = new DeliveryView(model, opened::add, clock);
                                model.use(new FakeDelivery());
                                view.shown();
                                return view.root();
                            })) {
                Stand.until(() -> !model.objects().isEmpty());
                stand.takePictures("delivery");
                var failed = (Label) stand.scene().lookup("#failedCaption");
                assertThat(Stand.onFx(failed::getText))
                        .isEqualTo("217 records in the newest 2 objects · listed here, now");
                var results = (Button) stand.scene().lookup("#openResults");
                Stand.onFx(() -> {
                    results.fire();
                    return true;
                });
                assertThat(opened).containsExactly(Destination.RESULTS);
            }
        }
    }
}
