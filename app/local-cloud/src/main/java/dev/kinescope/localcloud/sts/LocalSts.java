package dev.kinescope.localcloud.sts;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.auth.Caller;
import dev.kinescope.localcloud.auth.Credential;
import dev.kinescope.localcloud.auth.CredentialSource;
import dev.kinescope.localcloud.auth.Principal;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** STS: tells callers who they are and lends them roles. */
public final class LocalSts implements StsClient {
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final int SHORTEST_SECONDS = 900;
    private static final int USUAL_SECONDS = 3600;

    private final CloudIdentity identity;
    private final CredentialSource credentials;
    private final Roles roles;

    public LocalSts(CloudIdentity identity, CredentialSource credentials, Roles roles) {
        this.identity = identity;
        this.credentials = credentials;
        this.roles = roles;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    @Override
    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
        Principal caller = caller();
        return GetCallerIdentityResponse.builder()
                .account(caller.accountId())
                .arn(caller.arn())
                .userId(caller.userId())
                .build();
    }

    @Override
    public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
        String arn = Objects.requireNonNullElse(request.roleArn(), "");
        String prefix = "arn:aws:iam::" + identity.accountId() + ":role/";
        if (!arn.startsWith(prefix) || request.roleSessionName() == null) {
            throw fault(
                    400,
                    "ValidationError",
                    "RoleArn must be " + prefix + "NAME, and RoleSessionName must be given.");
        }
        if (!SESSION_NAME.matcher(request.roleSessionName()).matches()) {
            throw fault(
                    400,
                    "ValidationError",
                    "1 validation error detected: Value '"
                            + request.roleSessionName()
                            + "' at 'roleSessionName' failed to satisfy constraint: Member must"
                            + " have length from 2 to 64 and satisfy regular expression pattern:"
                            + " [\\w+=,.@-]*");
        }
        int seconds = Objects.requireNonNullElse(request.durationSeconds(), USUAL_SECONDS);
        int longest =
                roles.longestSession(arn.substring(arn.lastIndexOf('/') + 1))
                        .filter(_ ->
                                roles.mayAssume(
                                        caller(), arn, Optional.ofNullable(request.externalId())))
                        .orElseThrow(() ->
                                fault(
                                        403,
                                        "AccessDenied",
                                        "User: "
                                                + caller().arn()
                                                + " is not authorized to perform:"
                                                + " sts:AssumeRole on resource: "
                                                + arn));
        if (seconds < SHORTEST_SECONDS || seconds > longest) {
            throw fault(
                    400,
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role, or is less than "
                            + SHORTEST_SECONDS
                            + ".");
        }
        Credential session =
                credentials.assume(arn, request.roleSessionName(), Duration.ofSeconds(seconds));
        return AssumeRoleResponse.builder()
                .credentials(keys ->
                        keys.accessKeyId(session.accessKeyId())
                                .secretAccessKey(session.secretAccessKey())
                                .sessionToken(session.sessionToken().orElseThrow())
                                .expiration(session.expires().orElseThrow()))
                .assumedRoleUser(user ->
                        user.arn(session.principal().arn())
                                .assumedRoleId(session.principal().userId()))
                .build();
    }

    /** Who signed the request; a call from within is the root's. */
    private Principal caller() {
        String account = identity.accountId();
        return Caller.CURRENT.isBound()
                ? Caller.CURRENT.get()
                : new Principal("arn:aws:iam::" + account + ":root", account, account);
    }

    private static AwsServiceException fault(int status, String code, String message) {
        return StsException.builder()
                .message(message)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName("Sts")
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .statusCode(status)
                .build();
    }
}
