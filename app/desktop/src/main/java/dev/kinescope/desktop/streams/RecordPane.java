package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.controls.Numbers;

import javafx.scene.Node;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import java.util.ArrayList;
import java.util.List;

/** Shows one record whole: as coloured, indented JSON or as it came. */
final class RecordPane {
    /** More text than this would make the view slow; copying takes all of it. */
    private static final int MOST = 20_000;

    private final TextFlow flow;

    RecordPane(TextFlow flow) {
        this.flow = flow;
    }

    void showPretty(RecordRow row) {
        var nodes = new ArrayList<Node>();
        int left = MOST;
        int hidden = 0;
        for (JsonText.Piece piece : JsonText.pretty(row.record().text())) {
            int shown = Math.min(left, piece.text().length());
            if (shown > 0) {
                nodes.add(text(piece.text().substring(0, shown), styleClass(piece.kind())));
            }
            left -= shown;
            hidden += piece.text().length() - shown;
        }
        show(nodes, hidden);
    }

    void showRaw(RecordRow row) {
        String raw = row.record().text();
        int shown = Math.min(MOST, raw.length());
        var nodes = new ArrayList<Node>();
        nodes.add(text(raw.substring(0, shown), "json-plain"));
        show(nodes, raw.length() - shown);
    }

    void clear() {
        flow.getChildren().clear();
    }

    private void show(List<Node> nodes, int hidden) {
        if (hidden > 0) {
            nodes.add(
                    text(
                            "\n… " + Numbers.counted(hidden, "more character") + "; Copy takes all",
                            "json-plain"));
        }
        flow.getChildren().setAll(nodes);
    }

    private static Text text(String words, String styleClass) {
        var text = new Text(words);
        text.getStyleClass().addAll("text", styleClass);
        return text;
    }

    private static String styleClass(JsonText.Kind kind) {
        return switch (kind) {
            case PLAIN -> "json-plain";
            case NAME -> "json-name";
            case STRING -> "json-string";
            case NUMBER -> "json-number";
        };
    }
}
