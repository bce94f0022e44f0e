package dev.kinescope.localcloud.comprehend;

import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.comprehend.model.DominantLanguage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Guesses languages with OpenNLP's model, loaded at the first use, among those that Comprehend
 * knows (AWS documentation, Dominant language).
 */
final class Languages {
    private static final String MODEL = "/langdetect-183.bin";

    /**
     * The model spreads a short text nearly evenly over its 103 languages; its confidences to this
     * power are as far apart as Comprehend's scores.
     */
    private static final double SHARPNESS = 8;

    /** Below this share a guess is not told. */
    private static final double LEAST = 0.05;

    /** RFC 5646 codes of Comprehend's dominant languages that the model knows, too. */
    private static final List<String> CODES =
            List.of(
                    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el",
                    "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "gu", "he", "hi",
                    "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "kn", "ko", "ku", "la",
                    "lb", "lt", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "ne", "nl", "no", "oc",
                    "pa", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "sw",
                    "ta", "te", "tg", "th", "tl", "tr", "tt", "uk", "ur", "uz", "vi", "zh");

    /** The model's ISO 639-3 codes that are not the ones of the language as such. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of(
                    "cmn", "zh", "nob", "no", "nno", "no", "pes", "fa", "ekk", "et", "lvs", "lv",
                    "zlm", "ms", "pnb", "pa", "nan", "zh");

    private static final Map<String, String> BY_ISO =
            CODES.stream()
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    code -> Locale.of(code).getISO3Language(), code -> code));

    private @Nullable LanguageDetectorModel model;

    /** The languages that a text may be in, the most likely first; at least one. */
    List<DominantLanguage> of(String text) {
        var weights = new HashMap<String, Double>();
        for (Language guess : new LanguageDetectorME(model()).predictLanguages(text)) {
            String code = code(guess);
            if (code != null) {
                weights.merge(code, Math.pow(guess.getConfidence(), SHARPNESS), Math::max);
            }
        }
        double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        List<DominantLanguage> guesses =
                weights.entrySet().stream()
                        .map(weight ->
                                DominantLanguage.builder()
                                        .languageCode(weight.getKey())
                                        .score((float) (weight.getValue() / all))
                                        .build())
                        .sorted(
                                Comparator.comparing(DominantLanguage::score)
                                        .reversed()
                                        .thenComparing(DominantLanguage::languageCode))
                        .toList();
        long told = guesses.stream().takeWhile(guess -> guess.score() >= LEAST).count();
        return guesses.subList(0, (int) Math.max(1, told));
    }

    private static @Nullable String code(Language guess) {
        String iso = guess.getLang();
        String other = OTHER_NAMES.get(iso);
        return other == null ? BY_ISO.get(iso) : other;
    }

    private synchronized LanguageDetectorModel model() {
        LanguageDetectorModel loaded = model;
        if (loaded == null) {
            try (InputStream in = Languages.class.getResourceAsStream(MODEL)) {
                if (in == null) {
                    throw new IOException("the resource " + MODEL + " is missing");
                }
                loaded = new LanguageDetectorModel(in);
                model = loaded;
            } catch (IOException e) {
                throw new UncheckedIOException("The language model cannot be read", e);
            }
        }
        return loaded;
    }
}
