package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.iam.policy.AccessRequest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One permission that a call needs.
 *
 * @param action such as {@code kinesis:PutRecords}
 * @param resources the ARN as AWS's messages name it, then other spellings that policies may use;
 *     {@code *} for an action that is not about one resource
 * @param context condition keys of the call beside those that every call has, in lower case
 */
record Need(String action, List<String> resources, Map<String, String> context) {
    static Need of(String action, String... resources) {
        return new Need(action, List.of(resources), Map.of());
    }

    Need with(String key, Object value) {
        var all = new HashMap<>(context);
        all.put(key, value.toString());
        return new Need(action, resources, Map.copyOf(all));
    }

    AccessRequest asked(Map<String, String> ofCaller) {
        if (context.isEmpty()) {
            return new AccessRequest(action, resources, ofCaller);
        }
        var all = new HashMap<>(ofCaller);
        all.putAll(context);
        return new AccessRequest(action, resources, all);
    }

    /** As AWS ends its messages: an action that is about no one resource names none. */
    String onResource() {
        String resource = resources.getFirst();
        if (resource.equals("*")) {
            return "";
        }
        // S3 puts it between quotation marks, since keys may hold blanks.
        return " on resource: " + (action.startsWith("s3:") ? '"' + resource + '"' : resource);
    }
}
