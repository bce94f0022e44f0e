package dev.kinescope.localcloud.iam;

/** The ARNs of one account's roles and policies. */
record AccountArns(String accountId) {
    String role(RoleState role) {
        return "arn:aws:iam::" + accountId + ":role" + role.path() + role.name();
    }

    String policy(PolicyState policy) {
        return "arn:aws:iam::" + accountId + ":policy" + policy.path() + policy.name();
    }
}
