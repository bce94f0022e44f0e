package dev.kinescope.localcloud.iam;

import org.jspecify.annotations.Nullable;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A role as it is kept, one document each.
 *
 * @param created epoch milliseconds
 * @param trust the document that says who may assume the role
 * @param policies the inline policies by name
 */
record RoleState(
        String name,
        String path,
        String id,
        long created,
        String trust,
        @Nullable String description,
        int maxSessionSeconds,
        SortedMap<String, String> tags,
        SortedMap<String, String> policies) {

    RoleState withTrust(String document) {
        return new RoleState(
                name, path, id, created, document, description, maxSessionSeconds, tags, policies);
    }

    RoleState withTags(SortedMap<String, String> added) {
        var all = new TreeMap<>(tags);
        all.putAll(added);
        return new RoleState(
                name, path, id, created, trust, description, maxSessionSeconds, all, policies);
    }

    RoleState withPolicy(String policy, String document) {
        var all = new TreeMap<>(policies);
        all.put(policy, document);
        return withPolicies(all);
    }

    RoleState withoutPolicy(String policy) {
        var all = new TreeMap<>(policies);
        all.remove(policy);
        return withPolicies(all);
    }

    private RoleState withPolicies(SortedMap<String, String> all) {
        return new RoleState(
                name, path, id, created, trust, description, maxSessionSeconds, tags, all);
    }
}
