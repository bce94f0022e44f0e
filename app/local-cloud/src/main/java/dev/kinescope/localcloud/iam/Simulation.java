package dev.kinescope.localcloud.iam;

import dev.kinescope.localcloud.iam.policy.AccessRequest;

import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** Says what a role's policies would decide, by what decides on real calls. */
final class Simulation {
    private final RoleBook book;
    private final RoleOperations roles;

    Simulation(RoleBook book, RoleOperations roles) {
        this.book = book;
        this.roles = roles;
    }

    SimulatePrincipalPolicyResponse run(SimulatePrincipalPolicyRequest request) {
        String source = Checks.given("policySourceArn", request.policySourceArn());
        String role = roles.role(Models.nameOf(source)).name();
        if (!request.policyInputList().isEmpty()) {
            throw Faults.validation(
                    "The local cloud simulates the policies that a role has; PolicyInputList must"
                            + " be empty.");
        }
        var context = new HashMap<String, String>();
        for (ContextEntry entry : request.contextEntries()) {
            if (!entry.contextKeyValues().isEmpty()) {
                context.put(
                        entry.contextKeyName().toLowerCase(Locale.ROOT),
                        entry.contextKeyValues().getFirst());
            }
        }
        List<String> resources =
                request.resourceArns().isEmpty() ? List.of("*") : request.resourceArns();
        var results = new ArrayList<EvaluationResult>();
        for (String action : request.actionNames()) {
            for (String resource : resources) {
                var asked = new AccessRequest(action, List.of(resource), context);
                results.add(
                        EvaluationResult.builder()
                                .evalActionName(action)
                                .evalResourceName(resource)
                                .evalDecision(
                                        switch (book.decide(role, asked)) {
                                            case ALLOWED -> PolicyEvaluationDecisionType.ALLOWED;
                                            case DENIED ->
                                                    PolicyEvaluationDecisionType.EXPLICIT_DENY;
                                            case NOT_ALLOWED ->
                                                    PolicyEvaluationDecisionType.IMPLICIT_DENY;
                                        })
                                .build());
            }
        }
        return SimulatePrincipalPolicyResponse.builder()
                .evaluationResults(results)
                .isTruncated(false)
                .build();
    }
}
