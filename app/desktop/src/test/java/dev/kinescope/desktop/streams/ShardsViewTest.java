package dev.kinescope.desktop.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Studio;
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
            var model = new ShardsViewModel(background, clock);
            Studio studio =
                    Studio.show(() -> {
                        var view = new ShardsView(model, _ -> {}, clock);
                        model.use(streams);
                        view.shown();
                        return view.root();
                    });
            studio.shrink();
            try {
                Studio.await(() -> streams.rounds > 5 && !model.records().isEmpty());
                studio.picture("shards");
                var title = studio.find("hotTitle", Label.class);
                assertThat(Studio.call(title::getText)).startsWith("Shard 3 is hot: 94");
                var table = studio.find("table", TableView.class);
                assertThat(Studio.call(() -> table.getSelectionModel().getSelectedItem()))
                        .isInstanceOfSatisfying(
                                ShardRow.class,
                                row -> assertThat(row.id()).isEqualTo(FakeStreams.id(3)));
                Studio.run(() -> {
                    model.hidden();
                });
            } finally {
                studio.close();
            }
        }
    }
}
