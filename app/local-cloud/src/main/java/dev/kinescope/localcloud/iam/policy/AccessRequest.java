package dev.kinescope.localcloud.iam.policy;

import java.util.List;
import java.util.Map;

/**
 * What is to be decided.
 *
 * @param action such as {@code kinesis:PutRecords}
 * @param resources the ARN, and further spellings of it that AWS lets a policy use
 * @param context the condition keys that the request has, in lower case
 */
public record AccessRequest(String action, List<String> resources, Map<String, String> context) {}
