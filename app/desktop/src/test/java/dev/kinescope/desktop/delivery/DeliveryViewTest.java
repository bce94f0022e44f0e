package dev.kinescope.desktop.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Studio;
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
            var model = new DeliveryViewModel(background, clock);
            Studio studio =
                    Studio.show(() -> {
                        var view = new DeliveryView(model, opened::add, clock);
                        model.use(new FakeDelivery());
                        view.shown();
                        return view.root();
                    });
            studio.shrink();
            try {
                Studio.await(() -> !model.objects().isEmpty());
                studio.picture("delivery");
                var failed = studio.find("failedCaption", Label.class);
                assertThat(Studio.call(failed::getText))
                        .isEqualTo("217 records in the newest 2 objects · listed here, now");
                var results = studio.find("openResults", Button.class);
                Studio.run(() -> {
                    results.fire();
                });
                assertThat(opened).containsExactly(Destination.RESULTS);
            } finally {
                studio.close();
            }
        }
    }
}
