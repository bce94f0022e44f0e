package dev.kinescope.localcloud.comprehend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.comprehend.model.SentimentScore;
import software.amazon.awssdk.services.comprehend.model.SentimentType;

import java.util.Collections;
import java.util.Map;

class SentimentLabelsTest {

    private static SentimentType largest(SentimentScore scores) {
        Map<SentimentType, Float> all =
                Map.of(
                        SentimentType.POSITIVE, scores.positive(),
                        SentimentType.NEGATIVE, scores.negative(),
                        SentimentType.NEUTRAL, scores.neutral(),
                        SentimentType.MIXED, scores.mixed());
        return Collections.max(all.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    @Test
    void theLabelIsThatOfTheLargestScoreHoweverLongTheText() {
        for (double compound = -1; compound <= 1; compound += 0.0137) {
            for (double positive : new double[] {0, 0.5, 1, 2, 5, 20, 51, 500}) {
                for (double negative : new double[] {0, 0.5, 1, 2, 5, 20, 51, 500}) {
                    var mood = new Mood(compound, positive, negative);
                    SentimentLabels labels = SentimentLabels.of(mood);

                    assertThat(labels.label()).as("%s", mood).isEqualTo(largest(labels.scores()));
                }
            }
        }
    }
}
