package dev.kinescope.transform;

import static dev.kinescope.transform.Invocations.SCORED;
import static dev.kinescope.transform.Invocations.data;
import static dev.kinescope.transform.Invocations.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.kinescope.transform.FakeService.Call;
import dev.kinescope.transform.sentiment.Detail;
import dev.kinescope.transform.sentiment.Entity;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Reply;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** The entities of a post, when they are wanted. */
class EntitiesTest {
    private static final String POST = "{\"text\":\"t\",\"lang\":\"en\"}";
    private static final String DELIVERED = "{\"text\":\"t\",\"lang\":\"en\"," + SCORED;

    private final Invocations invocations =
            new Invocations(new Settings(Language.UNDETERMINED, Detail.SENTIMENT_AND_ENTITIES));
    private final FakeService service = invocations.service;

    @Test
    void theyFollowTheSentiment() throws IOException {
        service.entities.always(
                FakeService.each(_ -> List.of(new Entity("PERSON", "Mi\"na", 0.99f, 0, 4))));

        assertThat(data(invocations.invoke(POST), 0))
                .isEqualTo(
                        DELIVERED
                                + ",\"Entities\":[{\"Type\":\"PERSON\",\"Text\":\"Mi\\\"na\","
                                + "\"Score\":0.99,\"BeginOffset\":0,\"EndOffset\":4}]}\n");
    }

    @Test
    void onlyPostsThatAreScoredAreAskedFor() throws IOException {
        service.languages.always(FakeService.each(_ -> new Language("fi")));

        JsonNode answer =
                invocations.invoke(
                        POST,
                        "{\"text\":\"\"}",
                        "{\"text\":\"u\",\"lang\":\"he\"}",
                        "{\"text\":\"v\"}");

        assertThat(service.entities.calls()).containsExactly(new Call("en", List.of("t")));
        assertThat(data(answer, 0)).isEqualTo(DELIVERED + ",\"Entities\":[]}\n");
        assertThat(data(answer, 1)).doesNotContain("Entities");
        assertThat(data(answer, 2)).doesNotContain("Entities");
        assertThat(data(answer, 3)).doesNotContain("Entities");
        assertThat(invocations.report().get("calls").intValue()).isEqualTo(3);
    }

    @Test
    void whatIsNotFoundAtFirstIsAskedForAgain() throws IOException {
        service.entities.next(_ -> new Reply.Throttled<>());
        service.entities.next(_ -> new Reply.Unavailable<>("InternalServerException"));

        assertThat(data(invocations.invoke(POST), 0)).endsWith(",\"Entities\":[]}\n");
        assertThat(service.entities.calls()).hasSize(3);
    }

    @Test
    void withoutThemAPostIsDeliveredAllTheSame() throws IOException {
        service.entities.always(
                _ -> new Reply.Refused<>("AccessDeniedException: the role needs more"));

        JsonNode answer = invocations.invoke(POST, POST);

        assertThat(results(answer)).containsExactly("r0: Ok", "r1: Ok");
        assertThat(data(answer, 0))
                .isEqualTo(DELIVERED + ",\"EntitiesSkipped\":\"AccessDeniedException\"}\n");
        assertThat(invocations.context.logged())
                .containsExactly(
                        "WARN entities are missing in 2 records: AccessDeniedException: the role needs more%n"
                                .formatted());
    }

    @Test
    void throttledToTheEndTheyCostNoSentiment() throws IOException {
        service.entities.always(_ -> new Reply.Throttled<>());

        assertThat(data(invocations.invoke(POST), 0))
                .isEqualTo(DELIVERED + ",\"EntitiesSkipped\":\"no answer in time\"}\n");
    }

    @Test
    void theyDoNotSaveAPostWithoutASentiment() throws IOException {
        service.sentiments.always(_ -> new Reply.Refused<>("AccessDeniedException"));

        assertThat(results(invocations.invoke(POST))).containsExactly("r0: ProcessingFailed");
    }
}
