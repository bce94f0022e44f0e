package dev.kinescope.localcloud.iam.access;

import software.amazon.awssdk.core.SdkRequest;

import java.util.List;
import java.util.Optional;

/** Reads members of any request by AWS's names for them. */
final class Members {
    private Members() {}

    static Optional<String> text(SdkRequest request, String member) {
        return request.getValueForField(member, Object.class)
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** The text, or what stands for a name that is missing: then the service refuses the call. */
    static String textOr(SdkRequest request, String member, String otherwise) {
        return text(request, member).orElse(otherwise);
    }

    static List<String> texts(SdkRequest request, String member) {
        return request.getValueForField(member, Object.class)
                .filter(List.class::isInstance)
                .map(list ->
                        ((List<?>) list)
                                .stream()
                                        .filter(String.class::isInstance)
                                        .map(String.class::cast)
                                        .toList())
                .orElse(List.of());
    }

    /** Whether a member is there, and not an empty collection or map. */
    static boolean has(SdkRequest request, String member) {
        return request.getValueForField(member, Object.class)
                .filter(value ->
                        !(value instanceof java.util.Collection<?> c && c.isEmpty())
                                && !(value instanceof java.util.Map<?, ?> m && m.isEmpty()))
                .isPresent();
    }
}
