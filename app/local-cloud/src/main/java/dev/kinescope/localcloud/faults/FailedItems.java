package dev.kinescope.localcloud.faults;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.comprehend.model.BatchDetectDominantLanguageResponse;
import software.amazon.awssdk.services.comprehend.model.BatchDetectSentimentResponse;
import software.amazon.awssdk.services.comprehend.model.BatchItemError;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Moves results of Comprehend's batch operations to the list of errors. */
final class FailedItems {
    private FailedItems() {}

    static SdkPojo through(
            Armed armed,
            Fault.FailItems fault,
            SdkRequest request,
            Function<SdkRequest, SdkPojo> next) {
        SdkPojo response = next.apply(request);
        return switch (response) {
            case BatchDetectSentimentResponse all -> {
                var split = new Split<>(armed, fault, all.resultList(), item -> item.index());
                yield all.toBuilder()
                        .resultList(split.kept)
                        .errorList(split.errors(all.errorList()))
                        .build();
            }
            case BatchDetectDominantLanguageResponse all -> {
                var split = new Split<>(armed, fault, all.resultList(), item -> item.index());
                yield all.toBuilder()
                        .resultList(split.kept)
                        .errorList(split.errors(all.errorList()))
                        .build();
            }
            default -> response;
        };
    }

    /** The results that stay, and the errors that take the place of the others. */
    private static final class Split<T> {
        private final List<T> kept = new ArrayList<>();
        private final List<BatchItemError> failed = new ArrayList<>();

        Split(Armed armed, Fault.FailItems fault, List<T> results, ToIntFunction<T> index) {
            for (T result : results) {
                if (armed.strikes("comprehend")) {
                    failed.add(
                            BatchItemError.builder()
                                    .index(index.applyAsInt(result))
                                    .errorCode(fault.code())
                                    .errorMessage(AwsErrors.message(fault.code()))
                                    .build());
                } else {
                    kept.add(result);
                }
            }
        }

        List<BatchItemError> errors(List<BatchItemError> before) {
            failed.addAll(before);
            failed.sort(Comparator.comparing(BatchItemError::index));
            return failed;
        }
    }
}
