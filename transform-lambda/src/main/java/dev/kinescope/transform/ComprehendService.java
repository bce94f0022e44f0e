package dev.kinescope.transform;

import dev.kinescope.transform.sentiment.Entity;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Reply;
import dev.kinescope.transform.sentiment.Reply.Verdict;
import dev.kinescope.transform.sentiment.Sentiment;
import dev.kinescope.transform.sentiment.TextService;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchItemError;
import software.amazon.awssdk.services.comprehend.model.DominantLanguage;
import software.amazon.awssdk.services.comprehend.model.SentimentScore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Asks Comprehend's BatchDetect… operations. */
final class ComprehendService implements TextService {
    private static final int FORBIDDEN = 403;

    /**
     * What a service says of a signature when the clock here is wrong. The SDK has set its clock
     * right by that answer, so that the next call may pass; asked now, it no longer calls that
     * skew.
     */
    private static final Set<String> CLOCK_CODES =
            Set.of(
                    "InvalidSignatureException",
                    "SignatureDoesNotMatch",
                    "RequestTimeTooSkewed",
                    "RequestExpired",
                    "RequestInTheFuture");

    private final ComprehendClient comprehend;

    /** Asks through a client that does not retry on its own. */
    ComprehendService(ComprehendClient comprehend) {
        this.comprehend = comprehend;
    }

    @Override
    public Reply<Language> languages(List<String> texts) {
        return ask(
                "BatchDetectDominantLanguage",
                () -> {
                    var answer = comprehend.batchDetectDominantLanguage(ask -> ask.textList(texts));
                    var verdicts = new Verdicts<Language>(texts.size());
                    answer.resultList()
                            .forEach(item -> verdicts.found(item.index(), best(item.languages())));
                    return verdicts.with(answer.errorList());
                });
    }

    @Override
    public Reply<Sentiment> sentiments(List<String> texts, Language language) {
        return ask(
                "BatchDetectSentiment",
                () -> {
                    var answer =
                            comprehend.batchDetectSentiment(
                                    ask -> ask.textList(texts).languageCode(language.code()));
                    var verdicts = new Verdicts<Sentiment>(texts.size());
                    answer.resultList()
                            .forEach(item ->
                                    verdicts.found(
                                            item.index(),
                                            sentiment(
                                                    item.sentimentAsString(),
                                                    item.sentimentScore())));
                    return verdicts.with(answer.errorList());
                });
    }

    @Override
    public Reply<List<Entity>> entities(List<String> texts, Language language) {
        return ask(
                "BatchDetectEntities",
                () -> {
                    var answer =
                            comprehend.batchDetectEntities(
                                    ask -> ask.textList(texts).languageCode(language.code()));
                    var verdicts = new Verdicts<List<Entity>>(texts.size());
                    answer.resultList()
                            .forEach(item ->
                                    verdicts.found(item.index(), entities(item.entities())));
                    return verdicts.with(answer.errorList());
                });
    }

    private static Language best(List<DominantLanguage> languages) {
        return languages.stream()
                .filter(each -> each.score() != null && each.languageCode() != null)
                .max(Comparator.comparing(DominantLanguage::score))
                .map(each -> Language.of(each.languageCode()))
                .orElse(Language.UNDETERMINED);
    }

    private static @Nullable Sentiment sentiment(String label, @Nullable SentimentScore score) {
        return score == null
                ? null
                : new Sentiment(
                        label, score.positive(), score.negative(), score.neutral(), score.mixed());
    }

    private static List<Entity> entities(
            List<software.amazon.awssdk.services.comprehend.model.Entity> found) {
        return found.stream()
                .map(each ->
                        new Entity(
                                each.typeAsString(),
                                each.text(),
                                each.score(),
                                each.beginOffset(),
                                each.endOffset()))
                .toList();
    }

    /** A call whose exceptions become replies. */
    private interface Call<T> {
        Reply<T> make();
    }

    private static <T> Reply<T> ask(String operation, Call<T> call) {
        try {
            return call.make();
        } catch (AwsServiceException e) {
            return reply(operation, e);
        } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException e) {
            return new Reply.Unavailable<>("Comprehend did not answer in time");
        } catch (SdkClientException e) {
            return e.getCause() instanceof IOException
                    ? new Reply.Unavailable<>("connection to Comprehend lost")
                    : new Reply.Refused<>("Comprehend could not be asked: " + e.getMessage());
        }
    }

    private static <T> Reply<T> reply(String operation, AwsServiceException e) {
        // The code alone: Comprehend's messages may quote the input.
        var details = e.awsErrorDetails();
        String code =
                details == null || details.errorCode() == null
                        ? "status " + e.statusCode()
                        : details.errorCode();
        if (e.isThrottlingException()) {
            return new Reply.Throttled<>();
        }
        if (e.statusCode() >= 500 || CLOCK_CODES.contains(code)) {
            return new Reply.Unavailable<>(code);
        }
        return switch (code) {
            case "InvalidRequestException",
                    "TextSizeLimitExceededException",
                    "UnsupportedLanguageException",
                    "BatchSizeLimitExceededException",
                    "ValidationException" ->
                    new Reply.BadRequest<>(code);
            default ->
                    new Reply.Refused<>(
                            e.statusCode() == FORBIDDEN || code.startsWith("AccessDenied")
                                    ? code + ": the function's role needs comprehend:" + operation
                                    : code);
        };
    }

    /** Matches what Comprehend says to the texts by their index. */
    private static final class Verdicts<T> {
        private final List<Verdict<T>> verdicts;

        Verdicts(int asked) {
            verdicts =
                    new ArrayList<>(
                            Collections.nCopies(asked, new Verdict.NotFound<T>("not answered")));
        }

        void found(@Nullable Integer index, @Nullable T value) {
            if (value != null) {
                put(index, new Verdict.Found<>(value));
            }
        }

        Reply<T> with(List<BatchItemError> errors) {
            errors.forEach(item -> put(item.index(), new Verdict.NotFound<>(item.errorCode())));
            return new Reply.Verdicts<>(verdicts);
        }

        private void put(@Nullable Integer index, Verdict<T> verdict) {
            if (index != null && index >= 0 && index < verdicts.size()) {
                verdicts.set(index, verdict);
            }
        }
    }
}
