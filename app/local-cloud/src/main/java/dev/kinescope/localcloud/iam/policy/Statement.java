package dev.kinescope.localcloud.iam.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One statement, ready to be held against requests.
 *
 * @param principals whom it is about, {@code Service:NAME} or {@code AWS:ARN}; empty in a policy of
 *     a role, which is about the role
 */
record Statement(
        boolean allows,
        Scope actions,
        Scope resources,
        Set<String> principals,
        List<Condition> conditions) {

    /** An element such as Action, or its opposite such as NotAction. */
    record Scope(List<Glob> globs, boolean inverted) {
        boolean covers(String text) {
            return Glob.any(globs, text, Map.of()) != inverted;
        }

        /** Whether any spelling of the one resource is covered; an opposite must spare all. */
        boolean coversAny(List<String> spellings, Map<String, String> context) {
            for (String spelling : spellings) {
                if (Glob.any(globs, spelling, context)) {
                    return !inverted;
                }
            }
            return inverted;
        }
    }

    boolean appliesTo(AccessRequest request) {
        return actions.covers(request.action().toLowerCase(Locale.ROOT))
                && resources.coversAny(request.resources(), request.context())
                && conditions.stream().allMatch(one -> one.holds(request.context()));
    }
}
