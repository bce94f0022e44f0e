package dev.kinescope.localcloud.iam.policy;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A policy that was read and found well-formed. */
public final class PolicyDocument {
    private final List<Statement> statements;

    private PolicyDocument(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Reads a policy that says what its role may do.
     *
     * @throws MalformedPolicyException in AWS's words
     */
    public static PolicyDocument ofIdentity(String json) {
        return new PolicyDocument(new PolicyReader(PolicyReader.Kind.IDENTITY).read(json));
    }

    /**
     * Reads a policy that says who may assume its role.
     *
     * @throws MalformedPolicyException in AWS's words
     */
    public static PolicyDocument ofTrust(String json) {
        return new PolicyDocument(new PolicyReader(PolicyReader.Kind.TRUST).read(json));
    }

    /** What policies of one role together say of a request. */
    public static Decision decide(Collection<PolicyDocument> policies, AccessRequest request) {
        Decision decision = Decision.NOT_ALLOWED;
        for (PolicyDocument policy : policies) {
            for (Statement statement : policy.statements) {
                if ((decision == Decision.NOT_ALLOWED || !statement.allows())
                        && statement.appliesTo(request)) {
                    if (!statement.allows()) {
                        return Decision.DENIED;
                    }
                    decision = Decision.ALLOWED;
                }
            }
        }
        return decision;
    }

    /**
     * Whether a trust policy lets someone in.
     *
     * @param names all that stand for them, such as {@code Service:lambda.amazonaws.com}, or {@code
     *     AWS:ARN} of the session, its role and its account
     */
    public Decision decide(Set<String> names, AccessRequest request) {
        var about =
                new PolicyDocument(
                        statements.stream()
                                .filter(one ->
                                        one.principals().contains("*")
                                                || one.principals().stream()
                                                        .anyMatch(names::contains))
                                .toList());
        return decide(List.of(about), request);
    }
}
