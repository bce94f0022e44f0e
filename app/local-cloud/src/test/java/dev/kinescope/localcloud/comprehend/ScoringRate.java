package dev.kinescope.localcloud.comprehend;

import java.util.List;
import java.util.Locale;

/** Prints how many texts a second each kind of scorer handles; run by hand, it asserts nothing. */
public final class ScoringRate {
    private ScoringRate() {}

    public static void main(String[] arguments) {
        var scorers = new Scorers();
        for (List<String> sample :
                List.of(
                        List.of(
                                "en",
                                "I REALLY love the new camera, but the battery is terrible 😢 and"
                                        + " the app isn't good!"),
                        List.of(
                                "de",
                                "Das Essen war wirklich fantastisch, aber der Service hat mir gar"
                                        + " nicht gefallen 😢"),
                        List.of("ja", "この店のラーメンは最高に美味しいけど、対応が最悪で本当にがっかりした"))) {
            Scorer scorer = scorers.forLanguage(sample.getFirst());
            double found = 0;
            for (int round = 0; round < 3; round++) {
                int texts = 50_000;
                long start = System.nanoTime();
                for (int i = 0; i < texts; i++) {
                    found += SentimentLabels.of(scorer.score(sample.getLast())).scores().positive();
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%s round %d: %.0f texts/s (%.1f)%n",
                        sample.getFirst(),
                        round,
                        texts / seconds,
                        found);
            }
        }
    }
}
