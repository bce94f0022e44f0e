package dev.kinescope.desktop.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonFaultTest {

    @Test
    void aWholeJsonTextHasNoFault() {
        assertThat(JsonFault.find("{\"duration\": 60}\n")).isEmpty();
    }

    @Test
    void aFaultIsNamedByLineAndColumn() {
        var fault = JsonFault.find("{\n  \"keyword\": \"tram\",\n  \"duration\": sixty\n}");

        assertThat(fault.orElseThrow().line()).isEqualTo(3);
        assertThat(fault.orElseThrow().column()).isBetween(15, 21);
        assertThat(fault.orElseThrow().words()).startsWith("Line 3, column ").contains("sixty");
    }

    @Test
    void whatFollowsTheEventIsAFault() {
        assertThat(JsonFault.find("{}\n{}").orElseThrow().line()).isEqualTo(2);
    }

    @Test
    void anEventThatEndsTooEarlyIsAFault() {
        assertThat(JsonFault.find("{\n\"a\": [1, 2\n").orElseThrow().line()).isGreaterThan(1);
    }

    @Test
    void nothingIsNoEvent() {
        assertThat(JsonFault.find("  \n")).contains(new JsonFault(1, 1, "There is no event yet"));
    }

    @Test
    void moreThanSixMegabytesAreNotSent() {
        String text = "\"" + "a".repeat(6 * 1024 * 1024) + "\"";

        assertThat(JsonFault.find(text))
                .contains(new JsonFault(1, 1, "An event may have at most 6 MB"));
    }
}
