package dev.kinescope.desktop.delivery;

import java.util.List;
import java.util.Map;

/**
 * Says what to do about Firehose's error codes: AWS documentation, Monitor with CloudWatch Logs.
 */
final class FailureAdvice {
    private static final List<Map.Entry<String, String>> ADVICE =
            List.of(
                    Map.entry(
                            "Lambda.ProcessingFailedStatus",
                            "The transform refused these records: its log names each with the"
                                    + " reason. Open Functions."),
                    Map.entry(
                            "Lambda.FunctionTimedOut",
                            "Give the transform more time or a smaller buffer in Provision."),
                    Map.entry(
                            "Lambda.FunctionError",
                            "The transform ended with an error: read its log in Functions, mend"
                                    + " and deploy it."),
                    Map.entry(
                            "Lambda.MissingRecordId",
                            "The transform left records out of its answer: deploy the built one."),
                    Map.entry(
                            "Lambda.DuplicatedRecordId",
                            "The transform answered a record twice: deploy the built one."),
                    Map.entry(
                            "Lambda.InvalidReturnFormat",
                            "The transform's answer has not the shape Firehose wants: deploy the"
                                    + " built one."),
                    Map.entry(
                            "Lambda.JsonProcessingException",
                            "The transform's answer is not JSON: deploy the built one."),
                    Map.entry(
                            "Lambda.InvokeLimitExceeded",
                            "Too many functions ran at once: raise the account's concurrency or"
                                    + " send more slowly."),
                    Map.entry(
                            "Lambda.InvokeAccessDenied",
                            "The delivery role may not invoke the transform: apply the plan in"
                                    + " Provision."),
                    Map.entry(
                            "Lambda.AssumeRoleAccessDenied",
                            "Firehose may not take the delivery role: apply the plan in"
                                    + " Provision."),
                    Map.entry(
                            "Lambda.ResourceNotFound",
                            "The transform is not there: deploy it in Functions."),
                    Map.entry(
                            "S3.AccessDenied",
                            "The delivery role may not write to the bucket: apply the plan in"
                                    + " Provision."),
                    Map.entry(
                            "S3.NoSuchBucket", "The bucket is gone: apply the plan in Provision."),
                    Map.entry("S3.KMS", "The delivery role may not use the bucket's key."));

    private FailureAdvice() {}

    /** One or two sentences; never empty. */
    static String of(String code) {
        return ADVICE.stream()
                .filter(entry -> code.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("The error object holds the whole message and the record.");
    }
}
