package dev.kinescope.transform;

import dev.kinescope.transform.sentiment.Sentiment;
import dev.kinescope.transform.sentiment.SentimentScorer;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentItemResult;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.BatchItemError;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Asks Comprehend's BatchDetectSentiment. */
final class ComprehendScorer implements SentimentScorer {
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
    ComprehendScorer(ComprehendClient comprehend) {
        this.comprehend = comprehend;
    }

    @Override
    public Reply score(List<String> texts, String language) {
        try {
            return new Reply.Verdicts(
                    verdicts(
                            comprehend.batchDetectSentiment(
                                    ask -> ask.textList(texts).languageCode(language)),
                            texts.size()));
        } catch (AwsServiceException e) {
            return reply(e);
        } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException e) {
            return new Reply.Unavailable("Comprehend did not answer in time");
        } catch (SdkClientException e) {
            return e.getCause() instanceof IOException
                    ? new Reply.Unavailable("connection to Comprehend lost")
                    : new Reply.Refused("Comprehend could not be asked: " + e.getMessage());
        }
    }

    private static List<Verdict> verdicts(BatchDetectSentimentResponse answer, int asked) {
        var verdicts =
                new ArrayList<Verdict>(
                        Collections.nCopies(asked, new Verdict.NotScored("not answered")));
        for (BatchDetectSentimentItemResult item : answer.resultList()) {
            if (isAsked(item.index(), asked) && item.sentimentScore() != null) {
                var score = item.sentimentScore();
                verdicts.set(
                        item.index(),
                        new Verdict.Scored(
                                new Sentiment(
                                        item.sentimentAsString(),
                                        score.positive(),
                                        score.negative(),
                                        score.neutral(),
                                        score.mixed())));
            }
        }
        for (BatchItemError item : answer.errorList()) {
            if (isAsked(item.index(), asked)) {
                verdicts.set(item.index(), new Verdict.NotScored(item.errorCode()));
            }
        }
        return verdicts;
    }

    private static boolean isAsked(Integer index, int asked) {
        return index != null && index >= 0 && index < asked;
    }

    private static Reply reply(AwsServiceException e) {
        // The code alone: Comprehend's messages may quote the input.
        var details = e.awsErrorDetails();
        String code =
                details == null || details.errorCode() == null
                        ? "status " + e.statusCode()
                        : details.errorCode();
        if (e.isThrottlingException()) {
            return new Reply.Throttled();
        }
        if (e.statusCode() >= 500 || CLOCK_CODES.contains(code)) {
            return new Reply.Unavailable(code);
        }
        return switch (code) {
            case "InvalidRequestException",
                    "TextSizeLimitExceededException",
                    "UnsupportedLanguageException",
                    "BatchSizeLimitExceededException",
                    "ValidationException" ->
                    new Reply.BadRequest(code);
            default ->
                    new Reply.Refused(
                            e.statusCode() == FORBIDDEN || code.startsWith("AccessDenied")
                                    ? code
                                            + ": the function's role needs"
                                            + " comprehend:BatchDetectSentiment"
                                    : code);
        };
    }
}
