package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.calls.CallGate;
import dev.kinescope.localcloud.calls.ServiceCall;
import dev.kinescope.localcloud.iam.RoleBook;
import dev.kinescope.localcloud.iam.policy.Decision;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Refuses what a role's session may not do, in the words of AWS. The account's root and the cloud's
 * own work may do everything; policies of buckets and functions are not asked.
 */
public final class AuthorizationGate implements CallGate {
    private static final String S3 = "s3";

    private final RoleBook roles;
    private final ActionTable table;
    private final String region;

    public AuthorizationGate(RoleBook roles, CloudIdentity identity, ResourceNames names) {
        this.roles = roles;
        this.table = new ActionTable(identity, names);
        this.region = identity.region();
    }

    /** Whether it has been said what an operation needs. */
    public boolean covers(String service, String operation) {
        return table.needs(
                        new ServiceCall(service, operation, ListBucketsRequest.builder().build()))
                .isPresent();
    }

    @Override
    public SdkPojo pass(ServiceCall call, Function<SdkRequest, SdkPojo> service) {
        Optional<RoleSession> session = RoleSession.current();
        if (session.isEmpty()) {
            return service.apply(call.request());
        }
        ServiceActions actions =
                table.service(call.service())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "Nobody has said what " + call.service() + " needs."));
        var check = new Check(session.get(), session.get().context(region), actions);
        List<Need> needs =
                actions.needs(call.operation(), call.request())
                        .orElseGet(() ->
                                List.of(Need.of(call.service() + ":" + call.operation(), "*")));
        needs.forEach(check::demand);
        if (!call.service().equals(S3)) {
            return service.apply(call.request());
        }
        return call.request() instanceof DeleteObjectsRequest deletion
                ? delete(deletion, check, service)
                : withoutTelling(call, check, service);
    }

    /** Whose permissions are asked, and how the service refuses. */
    private final class Check {
        private final RoleSession session;
        private final Map<String, String> context;
        private final ServiceActions actions;

        Check(RoleSession session, Map<String, String> context, ServiceActions actions) {
            this.session = session;
            this.context = context;
            this.actions = actions;
        }

        Decision decide(Need need) {
            return roles.decide(session.role(), need.asked(context));
        }

        void demand(Need need) {
            Decision decision = decide(need);
            if (decision != Decision.ALLOWED) {
                throw actions.refused(message(need, decision));
            }
        }

        String message(Need need, Decision decision) {
            String beginning =
                    "User: "
                            + session.principal().arn()
                            + " is not authorized to perform: "
                            + need.action()
                            + need.onResource();
            return decision == Decision.DENIED
                    ? beginning + " with an explicit deny in an identity-based policy"
                    : beginning
                            + " because no identity-based policy allows the "
                            + need.action()
                            + " action";
        }
    }

    /** Who may not list a bucket is not told which keys are missing (S3's rule for 404 and 403). */
    private static SdkPojo withoutTelling(
            ServiceCall call, Check check, Function<SdkRequest, SdkPojo> service) {
        try {
            return service.apply(call.request());
        } catch (AwsServiceException e) {
            if (e.awsErrorDetails() != null
                    && "NoSuchKey".equals(e.awsErrorDetails().errorCode())) {
                check.demand(S3Actions.listingOf(call.request()));
            }
            throw e;
        }
    }

    /** Deletes what may be deleted and answers with an error for each other key. */
    private static SdkPojo delete(
            DeleteObjectsRequest asked, Check check, Function<SdkRequest, SdkPojo> service) {
        if (asked.delete() == null) {
            return service.apply(asked);
        }
        var allowed = new ArrayList<ObjectIdentifier>();
        var errors = new ArrayList<S3Error>();
        for (ObjectIdentifier object : asked.delete().objects()) {
            String key = Objects.requireNonNullElse(object.key(), "");
            Need need = S3Actions.deletion(asked, key);
            Decision decision = check.decide(need);
            if (decision == Decision.ALLOWED) {
                allowed.add(object);
            } else {
                errors.add(
                        S3Error.builder()
                                .key(key)
                                .code("AccessDenied")
                                .message(check.message(need, decision))
                                .build());
            }
        }
        if (errors.isEmpty()) {
            return service.apply(asked);
        }
        if (allowed.isEmpty()) {
            return DeleteObjectsResponse.builder().errors(errors).build();
        }
        var rest = asked.toBuilder().delete(asked.delete().copy(all -> all.objects(allowed)));
        return ((DeleteObjectsResponse) service.apply(rest.build()))
                .toBuilder().errors(errors).build();
    }
}
