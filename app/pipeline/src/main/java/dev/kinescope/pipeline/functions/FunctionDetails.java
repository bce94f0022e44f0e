package dev.kinescope.pipeline.functions;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A function as Lambda describes it.
 *
 * @param state Pending, Active, Inactive, Failed, or what Lambda adds later
 * @param stateReason why it is not active; often empty
 * @param lastUpdateStatus Successful, InProgress, Failed
 * @param codeSha256 base64 SHA-256 of the zip, as Lambda gives it
 * @param runtime and {@code handler}: empty for a container image
 * @param imageUri only for a container image
 */
public record FunctionDetails(
        String name,
        String arn,
        String state,
        String stateReason,
        String lastUpdateStatus,
        String lastUpdateReason,
        Optional<Instant> lastModified,
        String codeSha256,
        long codeBytes,
        String runtime,
        String handler,
        String role,
        int memoryMiB,
        int timeoutSeconds,
        String version,
        String packageType,
        Optional<String> imageUri,
        Map<String, String> environment) {

    /** It can be invoked and changed. */
    public boolean isReady() {
        return state.equals("Active") && !isUpdating();
    }

    public boolean isUpdating() {
        return lastUpdateStatus.equals("InProgress");
    }

    public boolean isFailing() {
        return state.equals("Failed") || lastUpdateStatus.equals("Failed");
    }
}
