package dev.kinescope.localcloud.iam.access;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.sts.model.StsException;

import java.util.List;
import java.util.Optional;

/** STS: who one is may always be asked; whether a role may be assumed decides STS by its trust. */
final class StsActions implements ServiceActions {

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        return switch (operation) {
            case "AssumeRole", "GetCallerIdentity" -> Optional.of(List.of());
            default -> Optional.empty();
        };
    }

    @Override
    public AwsServiceException refused(String message) {
        return Refusal.of(StsException.builder(), "Sts", 403, "AccessDenied", message);
    }
}
