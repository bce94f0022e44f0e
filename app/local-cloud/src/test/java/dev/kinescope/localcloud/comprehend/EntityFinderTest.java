package dev.kinescope.localcloud.comprehend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.ComprehendException;
import software.amazon.awssdk.services.comprehend.model.Entity;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

class EntityFinderTest {
    private final ComprehendClient comprehend = new LocalComprehend();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "en | thanks @mina.by for the help | PERSON @mina.by",
                "en | write to me@mail.example please | ``",
                "en | The ferry to Port Ellis leaves at 10:30. Great! | OTHER Port Ellis, DATE"
                        + " 10:30",
                "en | since 2026-11-02, or 02.11.2026 | DATE 2026-11-02, DATE 02.11.2026",
                "en | 12 minutes late, 3.5% more, for $4.20 | QUANTITY 12 minutes, QUANTITY 3.5%,"
                        + " QUANTITY $4.20",
                "en | see https://town.example/a?b=C1 now | OTHER https://town.example/a?b=C1",
                "en | Nothing here. Or here | ``",
                "de | der Zug nach Bern | ``",
                "fr | le train de Genève est là | OTHER Genève",
                "ja | 東京タワーは高い | ``"
            })
    void whatLooksLikeAnEntityIsOne(String language, String text, String expected) {
        assertThat(
                        find(language, text).stream()
                                .map(each -> each.typeAsString() + " " + each.text())
                                .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @Test
    void placesAreCountedInCodePoints() {
        Entity entity = find("en", "😀 hi @mina").getFirst();

        assertThat(entity.beginOffset()).isEqualTo(5);
        assertThat(entity.endOffset()).isEqualTo(10);
        assertThat(entity.score()).isBetween(0f, 1f);
    }

    @Test
    void theLimitsAreThoseOfSentiment() {
        assertThatThrownBy(() -> find("en", "x".repeat(5001)))
                .isInstanceOf(TextSizeLimitExceededException.class);
        assertThatThrownBy(() -> find("xx", "x")).isInstanceOf(ComprehendException.class);
        assertThatThrownBy(() ->
                        comprehend.batchDetectEntities(
                                r -> r.languageCode("en").textList(Collections.nCopies(26, "x"))))
                .isInstanceOf(BatchSizeLimitExceededException.class);
    }

    private List<Entity> find(String language, String text) {
        return comprehend
                .batchDetectEntities(r -> r.languageCode(language).textList(text))
                .resultList()
                .getFirst()
                .entities();
    }
}
