package dev.kinescope.localcloud.comprehend;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchDetectDominantLanguageItemResult;
import software.amazon.awssdk.services.comprehend.model.BatchDetectDominantLanguageRequest;
import software.amazon.awssdk.services.comprehend.model.BatchDetectDominantLanguageResponse;
import software.amazon.awssdk.services.comprehend.model.BatchDetectEntitiesItemResult;
import software.amazon.awssdk.services.comprehend.model.BatchDetectEntitiesRequest;
import software.amazon.awssdk.services.comprehend.model.BatchDetectEntitiesResponse;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentItemResult;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentRequest;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.DetectDominantLanguageRequest;
import software.amazon.awssdk.services.comprehend.model.DetectDominantLanguageResponse;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentRequest;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentResponse;

import java.util.ArrayList;
import java.util.List;

/**
 * Comprehend's sentiment, language and entity operations with their limits, done on this machine:
 * VADER for English, short word lists for the other languages, OpenNLP's model to tell them apart,
 * and for entities nothing but their spelling. The answers are an approximation of Comprehend's,
 * made for trying out a pipeline, not for judging texts.
 */
public final class LocalComprehend implements ComprehendClient {
    private final Scorers scorers = new Scorers();
    private final Languages languages = new Languages();

    @Override
    public DetectSentimentResponse detectSentiment(DetectSentimentRequest request) {
        checkLanguage(request.languageCodeAsString());
        TextRules.checkText(request.text(), "text", TextRules.MAX_BYTES);
        SentimentLabels found = score(request.text(), request.languageCodeAsString());
        return DetectSentimentResponse.builder()
                .sentiment(found.label())
                .sentimentScore(found.scores())
                .build();
    }

    @Override
    public BatchDetectSentimentResponse batchDetectSentiment(BatchDetectSentimentRequest request) {
        checkLanguage(request.languageCodeAsString());
        List<String> texts = request.textList();
        TextRules.checkBatch(texts);
        var results = new ArrayList<BatchDetectSentimentItemResult>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            SentimentLabels found = score(texts.get(i), request.languageCodeAsString());
            results.add(
                    BatchDetectSentimentItemResult.builder()
                            .index(i)
                            .sentiment(found.label())
                            .sentimentScore(found.scores())
                            .build());
        }
        return BatchDetectSentimentResponse.builder()
                .resultList(results)
                .errorList(List.of())
                .build();
    }

    @Override
    public BatchDetectEntitiesResponse batchDetectEntities(BatchDetectEntitiesRequest request) {
        checkLanguage(request.languageCodeAsString());
        List<String> texts = request.textList();
        TextRules.checkBatch(texts);
        var results = new ArrayList<BatchDetectEntitiesItemResult>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            results.add(
                    BatchDetectEntitiesItemResult.builder()
                            .index(i)
                            .entities(
                                    EntityFinder.find(texts.get(i), request.languageCodeAsString()))
                            .build());
        }
        return BatchDetectEntitiesResponse.builder()
                .resultList(results)
                .errorList(List.of())
                .build();
    }

    @Override
    public DetectDominantLanguageResponse detectDominantLanguage(
            DetectDominantLanguageRequest request) {
        TextRules.checkText(request.text(), "text", TextRules.MAX_BYTES_FOR_LANGUAGE);
        return DetectDominantLanguageResponse.builder()
                .languages(languages.of(request.text()))
                .build();
    }

    @Override
    public BatchDetectDominantLanguageResponse batchDetectDominantLanguage(
            BatchDetectDominantLanguageRequest request) {
        List<String> texts = request.textList();
        TextRules.checkBatch(texts);
        var results = new ArrayList<BatchDetectDominantLanguageItemResult>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            results.add(
                    BatchDetectDominantLanguageItemResult.builder()
                            .index(i)
                            .languages(languages.of(texts.get(i)))
                            .build());
        }
        return BatchDetectDominantLanguageResponse.builder()
                .resultList(results)
                .errorList(List.of())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private SentimentLabels score(String text, String language) {
        return SentimentLabels.of(scorers.forLanguage(language).score(text));
    }

    private static void checkLanguage(@Nullable String language) {
        if (language == null) {
            throw TextRules.constraint("null", "languageCode", "Member must not be null");
        }
        if (!Scorers.LANGUAGES.contains(language)) {
            throw TextRules.constraint(
                    language,
                    "languageCode",
                    "Member must satisfy enum value set: " + Scorers.LANGUAGES);
        }
    }
}
