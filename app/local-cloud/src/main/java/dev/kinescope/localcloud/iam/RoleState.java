package dev.kinescope.localcloud.iam;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A role as it is kept, one document each.
 *
 * @param created epoch milliseconds
 * @param changed epoch milliseconds of the last change to its trust or its policies
 * @param trust the document that says who may assume the role
 * @param policies the inline policies by name
 * @param attached the ARNs of the managed policies
 */
record RoleState(
        String name,
        String path,
        String id,
        long created,
        long changed,
        String trust,
        @Nullable String description,
        int maxSessionSeconds,
        SortedMap<String, String> tags,
        SortedMap<String, String> policies,
        SortedSet<String> attached) {

    RoleState {
        // Roles that were kept before policies could be attached lack both.
        changed = Math.max(changed, created);
        attached = Objects.requireNonNullElseGet(attached, TreeSet::new);
    }

    RoleState withTrust(String document, long now) {
        return new RoleState(
                name,
                path,
                id,
                created,
                now,
                document,
                description,
                maxSessionSeconds,
                tags,
                policies,
                attached);
    }

    RoleState withDescription(@Nullable String newDescription, int newMaxSessionSeconds) {
        return new RoleState(
                name,
                path,
                id,
                created,
                changed,
                trust,
                newDescription,
                newMaxSessionSeconds,
                tags,
                policies,
                attached);
    }

    RoleState withTags(Map<String, String> all) {
        return new RoleState(
                name,
                path,
                id,
                created,
                changed,
                trust,
                description,
                maxSessionSeconds,
                new TreeMap<>(all),
                policies,
                attached);
    }

    RoleState withPolicy(String policy, String document, long now) {
        var all = new TreeMap<>(policies);
        all.put(policy, document);
        return withPolicies(all, attached, now);
    }

    RoleState withoutPolicy(String policy, long now) {
        var all = new TreeMap<>(policies);
        all.remove(policy);
        return withPolicies(all, attached, now);
    }

    RoleState withAttached(String arn, long now) {
        var all = new TreeSet<>(attached);
        all.add(arn);
        return withPolicies(policies, all, now);
    }

    RoleState withoutAttached(String arn, long now) {
        var all = new TreeSet<>(attached);
        all.remove(arn);
        return withPolicies(policies, all, now);
    }

    private RoleState withPolicies(
            SortedMap<String, String> inline, SortedSet<String> managed, long now) {
        return new RoleState(
                name,
                path,
                id,
                created,
                now,
                trust,
                description,
                maxSessionSeconds,
                tags,
                inline,
                managed);
    }
}
