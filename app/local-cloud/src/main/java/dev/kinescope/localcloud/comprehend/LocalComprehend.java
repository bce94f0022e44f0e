package dev.kinescope.localcloud.comprehend;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentItemResult;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentRequest;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.BatchSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.ComprehendException;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentRequest;
import software.amazon.awssdk.services.comprehend.model.DetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Comprehend's sentiment operations with their limits, scored on this machine: VADER for English,
 * short word lists for the other languages. The answers are an approximation of Comprehend's, made
 * for trying out a pipeline, not for judging texts.
 */
public final class LocalComprehend implements ComprehendClient {
    private static final int MAX_BYTES = 5000;
    private static final int MAX_ITEMS = 25;

    private final Scorers scorers = new Scorers();

    @Override
    public DetectSentimentResponse detectSentiment(DetectSentimentRequest request) {
        checkLanguage(request.languageCodeAsString());
        checkText(request.text(), "text");
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
        if (texts.isEmpty()) {
            throw constraint(
                    "[]", "textList", "Member must have length greater than or equal to 1");
        }
        if (texts.size() > MAX_ITEMS) {
            throw finish(
                    BatchSizeLimitExceededException.builder(),
                    "BatchSizeLimitExceededException",
                    "Please use a smaller number of items in a single batch. Maximum batch size is "
                            + MAX_ITEMS
                            + ".");
        }
        for (int i = 0; i < texts.size(); i++) {
            checkText(texts.get(i), "textList." + (i + 1) + ".member");
        }
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
            throw constraint("null", "languageCode", "Member must not be null");
        }
        if (!Scorers.LANGUAGES.contains(language)) {
            throw constraint(
                    language,
                    "languageCode",
                    "Member must satisfy enum value set: " + Scorers.LANGUAGES);
        }
    }

    private static void checkText(@Nullable String text, String member) {
        if (text == null) {
            throw constraint("null", member, "Member must not be null");
        }
        if (text.isEmpty()) {
            throw constraint("", member, "Member must have length greater than or equal to 1");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw finish(
                    TextSizeLimitExceededException.builder(),
                    "TextSizeLimitExceededException",
                    "Input text size exceeds limit. Max length of request text allowed is %d bytes while in this request the text size is %d bytes"
                            .formatted(MAX_BYTES, bytes));
        }
    }

    private static ComprehendException constraint(String value, String member, String rule) {
        return finish(
                ComprehendException.builder(),
                "ValidationException",
                "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                        .formatted(value, member, rule));
    }

    private static ComprehendException finish(
            ComprehendException.Builder builder, String code, String message) {
        return (ComprehendException)
                builder.awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode(code)
                                        .errorMessage(message)
                                        .serviceName("Comprehend")
                                        .build())
                        .message(message)
                        .statusCode(400)
                        .build();
    }
}
