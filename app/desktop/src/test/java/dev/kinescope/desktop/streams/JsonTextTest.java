package dev.kinescope.desktop.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

class JsonTextTest {
    private static String text(List<JsonText.Piece> pieces) {
        return pieces.stream().map(JsonText.Piece::text).collect(Collectors.joining());
    }

    @Test
    void aDocumentIsIndentedAndItsNamesAreTold() {
        List<JsonText.Piece> pieces = JsonText.pretty("{\"a\":\"x\\ny\",\"b\":[1,true],\"c\":{}}");
        assertThat(text(pieces))
                .isEqualTo(
                        """
                        {
                          "a": "x\\ny",
                          "b": [
                            1,
                            true
                          ],
                          "c": {}
                        }\
                        """);
        assertThat(pieces).contains(new JsonText.Piece("\"a\"", JsonText.Kind.NAME));
    }

    @Test
    void whatIsNoJsonStaysAsItIs() {
        assertThat(text(JsonText.pretty("{\"a\":1} {\"b\":2}"))).isEqualTo("{\"a\":1} {\"b\":2}");
        assertThat(text(JsonText.pretty("12"))).isEqualTo("12");
        assertThat(text(JsonText.pretty(""))).isEmpty();
    }

    @Test
    void thePreviewIsTheFirstLineOfThePost() {
        assertThat(JsonText.preview("{\"id\":1,\"text\":\"One.\\nTwo.\"}")).isEqualTo("One. …");
        assertThat(JsonText.preview("plain words")).isEqualTo("plain words");
    }
}
