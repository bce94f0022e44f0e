package dev.kinescope.transform;

import static dev.kinescope.transform.Invocations.SCORED;
import static dev.kinescope.transform.Invocations.data;
import static dev.kinescope.transform.Invocations.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.kinescope.transform.FakeService.Call;
import dev.kinescope.transform.sentiment.Detail;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** In which language a post is scored. */
class LanguagesTest {
    private final Invocations invocations = new Invocations(Invocations.DETECTING);
    private final FakeService service = invocations.service;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\"t\"}",
                "{\"text\":\"t\",\"lang\":null}",
                "{\"text\":\"t\",\"lang\":\" \"}",
                "{\"text\":\"t\",\"lang\":\"und\"}",
                "{\"text\":\"t\",\"lang\":\"qme\"}",
                "{\"text\":\"t\",\"lang\":\"QST\"}"
            })
    void aLanguageThatNobodyNamedIsDetectedAndTold(String post) throws IOException {
        service.languages.always(FakeService.each(_ -> new Language("zh-TW")));

        JsonNode answer = invocations.invoke(post);

        assertThat(data(answer, 0))
                .isEqualTo(
                        post.substring(0, post.length() - 1)
                                + ",\"DetectedLanguage\":\"zh-TW\","
                                + SCORED
                                + "}\n");
        assertThat(service.languages.calls()).containsExactly(new Call("und", List.of("t")));
        assertThat(service.sentiments.calls()).containsExactly(new Call("zh-TW", List.of("t")));
    }

    @Test
    void theDefaultLanguageIsTakenInsteadOfAsking() throws IOException {
        var french = new Invocations(new Settings(new Language("fr"), Detail.SENTIMENT));

        JsonNode answer =
                french.invoke(
                        "{\"text\":\"a\",\"lang\":\"de-AT\"}",
                        "{\"text\":\"b\"}",
                        "{\"text\":\"c\",\"lang\":\"qht\"}",
                        "{\"text\":\"d\",\"lang\":\"zh-TW\"}",
                        "{\"text\":\"e\",\"lang\":\"de\"}");

        assertThat(french.service.languages.calls()).isEmpty();
        assertThat(french.service.sentiments.calls())
                .containsExactlyInAnyOrder(
                        new Call("de", List.of("a", "e")),
                        new Call("fr", List.of("b", "c")),
                        new Call("zh-TW", List.of("d")));
        assertThat(data(answer, 1)).isEqualTo("{\"text\":\"b\"," + SCORED + "}\n");
    }

    @Test
    void givenAndDetectedOnesOfALanguageAreScoredTogether() throws IOException {
        String[] posts =
                IntStream.range(0, 500)
                        .mapToObj(i ->
                                "{\"text\":\"t%d\"%s}"
                                        .formatted(i, i % 2 == 0 ? "" : ",\"lang\":\"en\""))
                        .toArray(String[]::new);

        JsonNode answer = invocations.invoke(posts);

        assertThat(results(answer)).hasSize(500).allMatch(each -> each.endsWith(": Ok"));
        assertThat(service.languages.calls()).hasSize(10);
        assertThat(service.sentiments.calls()).hasSize(20);
        assertThat(invocations.report().get("calls").intValue()).isEqualTo(30);
    }

    @Test
    void aDetectedLanguageWithoutSentimentsIsSkipped() throws IOException {
        service.languages.always(FakeService.each(_ -> new Language("fi")));

        assertThat(data(invocations.invoke("{\"text\":\"t\"}"), 0))
                .isEqualTo(
                        "{\"text\":\"t\",\"DetectedLanguage\":\"fi\","
                                + "\"SentimentSkipped\":\"unsupported language fi\"}\n");
        assertThat(service.sentiments.calls()).isEmpty();
    }

    @Test
    void aTextInNoLanguageIsSkipped() throws IOException {
        service.languages.always(FakeService.each(_ -> Language.UNDETERMINED));

        assertThat(data(invocations.invoke("{\"text\":\":-)\"}"), 0))
                .isEqualTo("{\"text\":\":-)\",\"SentimentSkipped\":\"language not detected\"}\n");
        assertThat(invocations.report().get("skipped").intValue()).isEqualTo(1);
    }

    @Test
    void whatIsNotDetectedAtFirstIsAskedForAgain() throws IOException {
        service.languages.next(_ -> new Reply.Throttled<>());
        service.languages.next(FakeService.allBut("b", "INTERNAL", new Language("de")));

        JsonNode answer = invocations.invoke("{\"text\":\"a\"}", "{\"text\":\"b\"}");

        assertThat(results(answer)).containsExactly("r0: Ok", "r1: Ok");
        assertThat(service.languages.calls())
                .containsExactly(
                        new Call("und", List.of("a", "b")),
                        new Call("und", List.of("a", "b")),
                        new Call("und", List.of("b")));
    }

    @Test
    void whatIsNeverDetectedFailsAlone() throws IOException {
        service.languages.always(FakeService.allBut("b", "INTERNAL", new Language("de")));

        JsonNode answer = invocations.invoke("{\"text\":\"a\"}", "{\"text\":\"b\"}");

        assertThat(results(answer)).containsExactly("r0: Ok", "r1: ProcessingFailed");
        assertThat(invocations.context.logged())
                .containsExactly("WARN record r1 failed: no language: INTERNAL%n".formatted());
    }

    @Test
    void detectionThatIsThrottledToTheEndLeavesTheOthersTheirTime() throws IOException {
        service.languages.always(_ -> new Reply.Throttled<>());

        JsonNode answer =
                invocations.invoke("{\"text\":\"a\"}", "{\"text\":\"b\",\"lang\":\"en\"}");

        assertThat(results(answer)).containsExactly("r0: ProcessingFailed", "r1: Ok");
    }

    @Test
    void aRoleThatMayNotDetectScoresTheOthers() throws IOException {
        service.languages.always(_ -> new Reply.Refused<>("AccessDeniedException: advice"));

        JsonNode answer =
                invocations.invoke("{\"text\":\"a\"}", "{\"text\":\"b\",\"lang\":\"en\"}");

        assertThat(results(answer)).containsExactly("r0: ProcessingFailed", "r1: Ok");
        assertThat(invocations.context.logged())
                .containsExactly(
                        "WARN record r0 failed: no language: AccessDeniedException: advice%n"
                                .formatted());
    }
}
