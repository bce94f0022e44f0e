package dev.kinescope.localcloud.comprehend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchDetectDominantLanguageResponse;
import software.amazon.awssdk.services.comprehend.model.BatchSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.DominantLanguage;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;

import java.util.Collections;
import java.util.List;

class LanguagesTest {
    private static final ComprehendClient COMPREHEND = new LocalComprehend();

    private static List<DominantLanguage> detect(String text) {
        return COMPREHEND.detectDominantLanguage(request -> request.text(text)).languages();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | The train to the airport leaves every twenty minutes in the morning",
                "de | Der Zug zum Flughafen fährt morgens alle zwanzig Minuten",
                "es | El tren al aeropuerto sale cada veinte minutos por la mañana",
                "fr | Le train pour l'aéroport part toutes les vingt minutes le matin",
                "it | Il treno per l'aeroporto parte ogni venti minuti la mattina",
                "pt | O comboio para o aeroporto parte de vinte em vinte minutos de manhã",
                "nl | De trein naar het vliegveld vertrekt 's ochtends elke twintig minuten",
                "ru | Поезд в аэропорт отправляется утром каждые двадцать минут",
                "ar | يغادر القطار إلى المطار كل عشرين دقيقة في الصباح",
                "hi | हवाई अड्डे के लिए ट्रेन सुबह हर बीस मिनट में निकलती है",
                "ja | 空港行きの電車は朝は二十分おきに出ています",
                "ko | 공항으로 가는 기차는 아침에 이십 분마다 출발합니다",
                "zh | 早上开往机场的火车每二十分钟一班，非常方便"
            })
    void theDominantLanguageComesFirst(String code, String text) {
        List<DominantLanguage> languages = detect(text);

        assertThat(languages.getFirst().languageCode()).isEqualTo(code);
        assertThat(languages).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
        assertThat(languages).allSatisfy(each -> assertThat(each.score()).isBetween(0f, 1f));
    }

    @Test
    void whatIsNoLanguageHasAGuessToo() {
        assertThat(detect("1234 !!")).isNotEmpty();
    }

    @Test
    void aBatchIsAnsweredInItsOrder() {
        BatchDetectDominantLanguageResponse response =
                COMPREHEND.batchDetectDominantLanguage(request ->
                        request.textList(
                                "Where is the nearest station, please?",
                                "Wo ist bitte der nächste Bahnhof?"));

        assertThat(response.resultList())
                .extracting(
                        result -> result.index(),
                        result -> result.languages().getFirst().languageCode())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, "en"),
                        org.assertj.core.groups.Tuple.tuple(1, "de"));
        assertThat(response.hasErrorList()).isTrue();
        assertThat(response.errorList()).isEmpty();
    }

    @Test
    void theLimitsAreComprehends() {
        assertThat(detect("a".repeat(100_000))).isNotEmpty();
        assertThatThrownBy(() -> detect("a".repeat(100_001)))
                .isInstanceOf(TextSizeLimitExceededException.class)
                .hasMessageContaining(
                        "Max length of request text allowed is 100000 bytes while in this request"
                                + " the text size is 100001 bytes");
        assertThatThrownBy(() -> detect(""))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        error ->
                                assertThat(error.awsErrorDetails().errorCode())
                                        .isEqualTo("ValidationException"));
        assertThatThrownBy(() ->
                        COMPREHEND.batchDetectDominantLanguage(
                                request -> request.textList(Collections.nCopies(26, "a"))))
                .isInstanceOf(BatchSizeLimitExceededException.class);
        assertThatThrownBy(() ->
                        COMPREHEND.batchDetectDominantLanguage(
                                request -> request.textList("a", "é".repeat(2501))))
                .isInstanceOf(TextSizeLimitExceededException.class)
                .hasMessageContaining("the text size is 5002 bytes");
    }
}
