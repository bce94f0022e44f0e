package dev.kinescope.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.transform.sentiment.Detail;
import dev.kinescope.transform.sentiment.Language;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class SettingsTest {
    @Test
    void withoutVariablesLanguagesAreDetectedAndEntitiesLeftAlone() {
        var none = new Settings(Language.UNDETERMINED, Detail.SENTIMENT);

        assertThat(Settings.of(Map.of())).isEqualTo(none);
        assertThat(Settings.of(Map.of("ENTITIES", "false", "DEFAULT_LANGUAGE", "und")))
                .isEqualTo(none);
    }

    @Test
    void theEnvironmentSaysMore() {
        assertThat(Settings.of(Map.of("DEFAULT_LANGUAGE", "pt-BR", "ENTITIES", "true")))
                .isEqualTo(new Settings(new Language("pt"), Detail.SENTIMENT_AND_ENTITIES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xx", "", "qme"})
    void aDefaultLanguageThatCannotBeScoredEndsTheStart(String tag) {
        assertThatThrownBy(() -> Settings.of(Map.of("DEFAULT_LANGUAGE", tag)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DEFAULT_LANGUAGE %s is not one that Comprehend scores", tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "TRUE"})
    void entitiesThatAreNeitherTrueNorFalseEndTheStart(String value) {
        assertThatThrownBy(() -> Settings.of(Map.of("ENTITIES", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ENTITIES must be true or false, or not be set");
    }
}
