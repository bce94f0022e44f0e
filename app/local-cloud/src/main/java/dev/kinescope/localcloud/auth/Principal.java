package dev.kinescope.localcloud.auth;

/**
 * Who holds credentials: the account's root or the session of a role.
 *
 * @param userId AWS's unique id, {@code ROLEID:SESSION} for a session
 */
public record Principal(String arn, String userId, String accountId) {}
