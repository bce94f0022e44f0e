package dev.kinescope.localcloud.iam;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Creates, changes, lists and removes roles. */
final class RoleOperations {
    private static final int SHORTEST_SESSION = 3600;
    private static final int LONGEST_SESSION = 43_200;
    private static final int LONGEST_TRUST = 2048;
    private static final int MOST_TAGS = 50;

    private final Documents documents;
    private final RoleBook book;
    private final Models models;
    private final Clock clock;
    private final Ids ids = new Ids();

    RoleOperations(Documents documents, RoleBook book, Models models, Clock clock) {
        this.documents = documents;
        this.book = book;
        this.models = models;
        this.clock = clock;
    }

    /** The role, or NoSuchEntity. */
    RoleState role(@Nullable String given) {
        String name = Checks.roleName(given);
        return documents.role(name).orElseThrow(() -> Faults.noSuchRole(name));
    }

    CreateRoleResponse create(CreateRoleRequest request) {
        String name = Checks.roleName(request.roleName());
        String trust = trust("assumeRolePolicyDocument", request.assumeRolePolicyDocument());
        if (documents.role(name).isPresent()) {
            throw Faults.alreadyExists("Role with name " + name);
        }
        long now = clock.millis();
        var role =
                new RoleState(
                        name,
                        Checks.path(request.path()),
                        ids.role(),
                        now,
                        now,
                        trust,
                        request.description(),
                        session(request.maxSessionDuration(), SHORTEST_SESSION),
                        tagged(Models.tags(request.tags())),
                        new TreeMap<>(),
                        new TreeSet<>());
        change(role);
        return CreateRoleResponse.builder().role(models.role(role)).build();
    }

    private static String trust(String field, @Nullable String document) {
        String trust = Checks.trustPolicy(field, document);
        if (Checks.size(trust) > LONGEST_TRUST) {
            throw Faults.limitExceeded("Cannot exceed quota for ACLSizePerRole: " + LONGEST_TRUST);
        }
        return trust;
    }

    private static int session(@Nullable Integer seconds, int otherwise) {
        return Checks.range(
                "maxSessionDuration", seconds, SHORTEST_SESSION, LONGEST_SESSION, otherwise);
    }

    ListRolesResponse list(ListRolesRequest request) {
        String prefix = Objects.requireNonNullElse(request.pathPrefix(), "/");
        List<RoleState> all =
                documents.roles().stream().filter(r -> r.path().startsWith(prefix)).toList();
        var page = Checks.Page.of(all, RoleState::name, request.marker(), request.maxItems());
        return ListRolesResponse.builder()
                .roles(page.items().stream().map(models::role).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    void update(UpdateRoleRequest request) {
        RoleState role = role(request.roleName());
        documents.put(
                role.withDescription(
                        request.description() == null ? role.description() : request.description(),
                        session(request.maxSessionDuration(), role.maxSessionSeconds())));
    }

    void updateTrust(UpdateAssumeRolePolicyRequest request) {
        RoleState role = role(request.roleName());
        String trust = trust("policyDocument", request.policyDocument());
        change(role.withTrust(trust, clock.millis()));
    }

    void delete(DeleteRoleRequest request) {
        RoleState role = role(request.roleName());
        if (!role.policies().isEmpty()) {
            throw Faults.deleteConflict("Cannot delete entity, must delete policies first.");
        }
        if (!role.attached().isEmpty()) {
            throw Faults.deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        documents.deleteRole(role.name());
        book.roleDeleted(role.name());
    }

    void tag(TagRoleRequest request) {
        RoleState role = role(request.roleName());
        var all = new TreeMap<>(role.tags());
        all.putAll(Models.tags(request.tags()));
        documents.put(role.withTags(tagged(all)));
    }

    void untag(UntagRoleRequest request) {
        RoleState role = role(request.roleName());
        var all = new TreeMap<>(role.tags());
        all.keySet().removeAll(request.tagKeys());
        documents.put(role.withTags(all));
    }

    private static <M extends java.util.Map<String, String>> M tagged(M tags) {
        if (tags.size() > MOST_TAGS) {
            throw Faults.limitExceeded("Cannot exceed quota for TagsPerRole: " + MOST_TAGS);
        }
        return tags;
    }

    ListRoleTagsResponse tags(ListRoleTagsRequest request) {
        return ListRoleTagsResponse.builder()
                .tags(Models.tags(role(request.roleName()).tags()))
                .isTruncated(false)
                .build();
    }

    /** Keeps a role whose trust or policies are new. */
    void change(RoleState role) {
        documents.put(role);
        book.roleChanged(role, role.changed());
    }
}
