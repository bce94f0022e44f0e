package dev.kinescope.localcloud.comprehend;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.comprehend.model.BatchSizeLimitExceededException;
import software.amazon.awssdk.services.comprehend.model.ComprehendException;
import software.amazon.awssdk.services.comprehend.model.TextSizeLimitExceededException;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What texts Comprehend takes, with its errors (AWS documentation, Guidelines and quotas). */
final class TextRules {
    /** For sentiment, and for every text of a batch. */
    static final int MAX_BYTES = 5000;

    /** For the language of a single text. */
    static final int MAX_BYTES_FOR_LANGUAGE = 100_000;

    private static final int MAX_ITEMS = 25;

    private TextRules() {}

    static void checkBatch(List<String> texts) {
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
            checkText(texts.get(i), "textList." + (i + 1) + ".member", MAX_BYTES);
        }
    }

    static void checkText(@Nullable String text, String member, int most) {
        if (text == null) {
            throw constraint("null", member, "Member must not be null");
        }
        if (text.isEmpty()) {
            throw constraint("", member, "Member must have length greater than or equal to 1");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > most) {
            throw finish(
                    TextSizeLimitExceededException.builder(),
                    "TextSizeLimitExceededException",
                    "Input text size exceeds limit. Max length of request text allowed is %d bytes while in this request the text size is %d bytes"
                            .formatted(most, bytes));
        }
    }

    static ComprehendException constraint(String value, String member, String rule) {
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
