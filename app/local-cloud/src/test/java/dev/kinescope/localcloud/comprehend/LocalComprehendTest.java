package dev.kinescope.localcloud.comprehend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentItemResult;
import software.amazon.awssdk.services.comprehend.model.BatchSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.SentimentScore;
import software.amazon.awssdk.services.comprehend.model.SentimentType;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

class LocalComprehendTest {
    private final ComprehendClient comprehend = new LocalComprehend();

    private DetectSentimentResponse detect(String language, String text) {
        return comprehend.detectSentiment(r -> r.languageCode(language).text(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "en | The new tram line is fantastic, I love it! | POSITIVE",
                "en | What a wonderful concert, best night of the year | POSITIVE",
                "en | not bad at all, really happy with the repair :) | POSITIVE",
                "en | 🎉🎉 we won the cup | POSITIVE",
                "en | VERY GOOD service and friendly staff | POSITIVE",
                "en | The train is late again and I hate this line | NEGATIVE",
                "en | Worst coffee ever, disgusting | NEGATIVE",
                "en | I don't like it, the update is terrible and broke everything | NEGATIVE",
                "en | so sad about the news 😢😭 | NEGATIVE",
                "en | this is not good, not helpful and not nice | NEGATIVE",
                "en | The shop opens at nine on Monday | NEUTRAL",
                "en | Version 2.1 was published today | NEUTRAL",
                "en | Does anyone know when the bus leaves? | NEUTRAL",
                "en | I love the camera but the battery is terrible | MIXED",
                "en | Great food, awful service | MIXED",
                "de | Das Konzert war fantastisch, ich bin begeistert! | POSITIVE",
                "de | Sehr gut, vielen Dank für die nette Hilfe | POSITIVE",
                "de | Der Zug ist schon wieder kaputt, eine Katastrophe | NEGATIVE",
                "de | Das gefällt mir nicht, wirklich schlecht gemacht | NEGATIVE",
                "de | Der Laden öffnet um neun Uhr | NEUTRAL",
                "de | Tolles Essen, aber der Service war furchtbar | MIXED",
                "es | Me encanta esta ciudad, es maravillosa | POSITIVE",
                "es | El servicio fue horrible, una vergüenza | NEGATIVE",
                "es | La reunión es el martes a las diez | NEUTRAL",
                "fr | J'adore ce film, vraiment magnifique ! | POSITIVE",
                "fr | C'est nul, je suis très déçu et en colère | NEGATIVE",
                "fr | Le magasin ouvre à neuf heures | NEUTRAL",
                "fr | Le repas était délicieux mais le service catastrophique | MIXED",
                "it | Che bella giornata, sono felicissimo e contento | POSITIVE",
                "it | Il treno è in ritardo, pessimo servizio, che schifo | NEGATIVE",
                "it | Il negozio apre alle nove | NEUTRAL",
                "pt | Adorei o show, foi maravilhoso, obrigado! | POSITIVE",
                "pt | O atendimento foi péssimo, que decepção | NEGATIVE",
                "pt | A loja abre às nove horas | NEUTRAL",
                "ja | この店のラーメンは最高に美味しい | POSITIVE",
                "ja | 対応が最悪で本当にがっかりした | NEGATIVE",
                "ja | 明日は九時に開きます | NEUTRAL",
                "zh | 这家餐厅很好吃，我很喜欢，推荐 | POSITIVE",
                "zh-TW | 服務很差，非常失望 | NEGATIVE",
                "zh | 商店九点开门 | NEUTRAL",
                "ko | 정말 최고예요, 너무 좋아요 | POSITIVE",
                "ko | 서비스가 최악이고 실망했어요 | NEGATIVE",
                "hi | यह शानदार है, मुझे बहुत पसंद आया | POSITIVE",
                "hi | बहुत घटिया सेवा, मैं निराश हूँ | NEGATIVE",
                "ar | الخدمة رائعة وأنا سعيد جدا | POSITIVE",
                "ar | تجربة سيئة للأسف والخدمة فظيعة | NEGATIVE"
            })
    void textsGetTheLabelAReaderWouldGive(String language, String text, SentimentType expected) {
        DetectSentimentResponse found = detect(language, text);

        assertThat(found.sentiment())
                .describedAs(found.sentimentScore().toString())
                .isEqualTo(expected);
        SentimentScore scores = found.sentimentScore();
        float ofLabel =
                switch (found.sentiment()) {
                    case POSITIVE -> scores.positive();
                    case NEGATIVE -> scores.negative();
                    case NEUTRAL -> scores.neutral();
                    case MIXED -> scores.mixed();
                    case UNKNOWN_TO_SDK_VERSION -> throw new AssertionError(found);
                };
        List<Float> all =
                List.of(scores.positive(), scores.negative(), scores.neutral(), scores.mixed());
        assertThat(ofLabel).isEqualTo(Collections.max(all));
        assertThat(all.stream().mapToDouble(Float::doubleValue).sum()).isCloseTo(1, within(1e-5));
    }

    /** The reference implementation's documented examples, with its compound scores. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "VADER is smart, handsome, and funny. | 0.8316",
                "VADER is smart, handsome, and funny! | 0.8439",
                "VADER is very smart, handsome, and funny. | 0.8545",
                "VADER is VERY SMART, handsome, and FUNNY. | 0.9227",
                "VADER is VERY SMART, handsome, and FUNNY!!! | 0.9342",
                "VADER is not smart, handsome, nor funny. | -0.7424",
                "The book was good. | 0.4404",
                "The book was kind of good. | 0.3832",
                "The plot was good, but the characters are uncompelling and the dialog is not"
                        + " great. | -0.7042",
                "At least it isn't a horrible book. | 0.431",
                "Make sure you :) or :D today! | 0.8633",
                "Not bad at all | 0.431"
            })
    void englishScoresAreThoseOfVader(String text, double compound) {
        Mood mood = new Scorers().forLanguage("en").score(text);

        assertThat(mood.compound()).isCloseTo(compound, within(0.0001));
    }

    @Test
    void aBatchIsAnsweredInOrderWithoutErrors() {
        var response =
                comprehend.batchDetectSentiment(r ->
                        r.languageCode("en").textList("I love this", "A table", "I hate this"));

        assertThat(response.resultList())
                .extracting(BatchDetectSentimentItemResult::index)
                .containsExactly(0, 1, 2);
        assertThat(response.resultList())
                .extracting(BatchDetectSentimentItemResult::sentiment)
                .containsExactly(
                        SentimentType.POSITIVE, SentimentType.NEUTRAL, SentimentType.NEGATIVE);
        assertThat(response.hasErrorList()).isTrue();
        assertThat(response.errorList()).isEmpty();
    }

    @Test
    void moreThanTwentyFiveTextsAreRefused() {
        List<String> texts = Stream.generate(() -> "a").limit(26).toList();

        assertThatThrownBy(() ->
                        comprehend.batchDetectSentiment(r -> r.languageCode("en").textList(texts)))
                .isInstanceOf(BatchSizeLimitExceededException.class)
                .hasMessageContaining(
                        "Please use a smaller number of items in a single batch. Maximum batch size"
                                + " is 25.");
        assertThat(
                        comprehend
                                .batchDetectSentiment(
                                        r -> r.languageCode("en").textList(texts.subList(0, 25)))
                                .resultList())
                .hasSize(25);
    }

    @Test
    void oneTextOverFiveThousandBytesRefusesTheWholeBatch() {
        String fits = "é".repeat(2500);

        assertThat(detect("fr", fits).sentiment()).isEqualTo(SentimentType.NEUTRAL);
        assertThatThrownBy(() ->
                        comprehend.batchDetectSentiment(
                                r -> r.languageCode("fr").textList("bien", fits + "a")))
                .isInstanceOf(TextSizeLimitExceededException.class)
                .hasMessageContaining(
                        "Input text size exceeds limit. Max length of request text allowed is 5000"
                                + " bytes while in this request the text size is 5001 bytes");
    }

    @Test
    void emptyTextsAndUnknownLanguagesAreNotValid() {
        assertNotValid("en", "", "at 'text' failed");
        assertNotValid("nl", "mooi", "Value 'nl' at 'languageCode' failed");
        assertThatThrownBy(() ->
                        comprehend.batchDetectSentiment(
                                r -> r.languageCode("en").textList("a", "")))
                .isInstanceOf(AwsServiceException.class)
                .hasMessageContaining("'textList.2.member'");
    }

    private void assertNotValid(String language, String text, String message) {
        assertThatThrownBy(() -> detect(language, text))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        error -> {
                            assertThat(error.awsErrorDetails().errorCode())
                                    .isEqualTo("ValidationException");
                            assertThat(error.awsErrorDetails().errorMessage()).contains(message);
                            assertThat(error.statusCode()).isEqualTo(400);
                        });
    }
}
