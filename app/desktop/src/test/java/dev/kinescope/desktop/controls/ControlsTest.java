package dev.kinescope.desktop.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Studio;
import dev.kinescope.pipeline.results.Sentiment;

import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.controlsfx.control.textfield.CustomTextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

class ControlsTest {
    private final Studio studio;

    ControlsTest() throws TimeoutException {
        studio =
                Studio.show(() -> {
                    var table = new SentimentTable();
                    table.setId("table");
                    var search = new CustomTextField();
                    search.setId("search");
                    var plain = new TextField();
                    plain.setId("plain");
                    search.setPromptText("Search in texts");
                    search.setLeft(Icons.of("fth-search"));
                    plain.setPromptText("Another field");
                    var fields = new HBox(search, plain);
                    fields.setSpacing(8);
                    var card =
                            new VBox(fields, new CheckBox("Errors"), new RadioButton("One"), table);
                    card.getStyleClass().add("card");
                    var page = new VBox(card);
                    page.getStyleClass().add("page");
                    return page;
                });
    }

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    void aFieldWithAnIconIsAsHighAsAnyOther() throws Exception {
        studio.picture("controls");
        var search = studio.find("search", CustomTextField.class);
        var plain = studio.find("plain", TextField.class);
        assertThat(Studio.call(search::getHeight)).isEqualTo(Studio.call(plain::getHeight));
    }

    @Test
    void aRowOfTheSentimentTableIsPressedWithTheKeyboard() {
        var table = studio.find("table", SentimentTable.class);
        List<Sentiment> pressed = new ArrayList<>();
        Studio.run(() -> table.onRow(pressed::add));

        Studio.run(() -> {
            Button row =
                    (Button) Objects.requireNonNull(table.lookup(".row-button"), "a row to press");
            row.requestFocus();
            assertThat(row.isFocused()).isTrue();
            for (KeyCode key : List.of(KeyCode.ENTER, KeyCode.SPACE)) {
                for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
                    row.fireEvent(new KeyEvent(type, "", "", key, false, false, false, false));
                }
            }
        });

        assertThat(pressed).containsExactly(Sentiment.POSITIVE, Sentiment.POSITIVE);
    }
}
