package dev.kinescope.localcloud.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.DocumentStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Keeps roles and policies as JSON, one document each. */
final class Documents {
    private static final String ROLES = "iam-role";
    private static final String POLICIES = "iam-policy";

    private final DocumentStore store;
    private final ObjectMapper json = new ObjectMapper();

    Documents(DocumentStore store) {
        this.store = store;
    }

    Optional<RoleState> role(String name) {
        return store.get(ROLES, name).map(kept -> read(kept, RoleState.class, "role " + name));
    }

    /** All roles, by name. */
    List<RoleState> roles() {
        return store.names(ROLES).stream().flatMap(name -> role(name).stream()).toList();
    }

    void put(RoleState role) {
        store.put(ROLES, role.name(), write(role, "Role " + role.name()));
    }

    void deleteRole(String name) {
        store.delete(ROLES, name);
    }

    Optional<PolicyState> policy(String name) {
        return store.get(POLICIES, name)
                .map(kept -> read(kept, PolicyState.class, "policy " + name));
    }

    /** All policies of the account, by name. */
    List<PolicyState> policies() {
        return store.names(POLICIES).stream().flatMap(name -> policy(name).stream()).toList();
    }

    void put(PolicyState policy) {
        store.put(POLICIES, policy.name(), write(policy, "Policy " + policy.name()));
    }

    void deletePolicy(String name) {
        store.delete(POLICIES, name);
    }

    private byte[] write(Object state, String what) {
        try {
            return json.writeValueAsBytes(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(what + " cannot be written.", e);
        }
    }

    private <T> T read(byte[] document, Class<T> type, String what) {
        try {
            return json.readValue(document, type);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The kept definition of "
                            + what
                            + " cannot be read; remove it from the data directory and create it"
                            + " again.",
                    e);
        }
    }
}
