package dev.kinescope.desktop.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Stand;
import dev.kinescope.desktop.background.Background;

import javafx.scene.control.Label;
import javafx.scene.control.TableView;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.ZoneOffset;

class ShardsViewTest {
    private final Clock clock = Clock.fixed(FakeStreams.NOW, ZoneOffset.UTC);
    private final FakeStreams streams = new FakeStreams();

    @Test
    void theHotShardIsNamedMarkedAndItsRecordsAreShown() throws Exception {
        try (var background = Background.onFxThread(clock)) {
            var model = Stand.onFx(() -> new ShardsViewModel(background, clock));
            try (var stand =
                    Stand.of(
                            1060,
                            720,
                            () -> {
                                var view = new ShardsView(model, _ -> {}, clock);
                                model.use(streams);
                                view.shown();
                                return view.root();
                            })) {
                Stand.until(() -> streams.rounds > 5 && !model.records().isEmpty());
                stand.takePictures("shards");
                var title = (Label) stand.scene().lookup("#hotTitle");
                assertThat(Stand.onFx(title::getText)).startsWith("Shard 3 is hot: 94");
                var table = (TableView<?>) stand.scene().lookup("#table");
                assertThat(Stand.onFx(() -> table.getSelectionModel().getSelectedItem()))
                        .isInstanceOfSatisfying(
                                ShardRow.class,
                                row -> assertThat(row.id()).isEqualTo(FakeStreams.id(3)));
                Stand.onFx(() -> {
                    model.hidden();
                    return true;
                });
            }
        }
    }
}
