package dev.kinescope.localcloud.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DocumentStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** IAM roles and inline policies, kept and given back; no policy is enforced yet. */
public final class LocalIam implements IamClient {
    private static final String KIND = "iam-role";
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
    private static final int LONGEST_ROLE_NAME = 64;
    private static final int LONGEST_POLICY_NAME = 128;
    private static final int LONGEST_POLICIES = 10_240;
    private static final int SESSION_SECONDS = 3600;
    private static final int PAGE = 100;
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final CloudIdentity identity;
    private final DocumentStore documents;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ObjectMapper json = new ObjectMapper();

    public LocalIam(CloudIdentity identity, DocumentStore documents, Clock clock) {
        this.identity = identity;
        this.documents = documents;
        this.clock = clock;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held open: the store belongs to whoever made it.
    }

    @Override
    public synchronized CreateRoleResponse createRole(CreateRoleRequest request) {
        name("roleName", request.roleName(), LONGEST_ROLE_NAME);
        policy("assumeRolePolicyDocument", request.assumeRolePolicyDocument());
        if (find(request.roleName()).isPresent()) {
            throw Faults.alreadyExists(request.roleName());
        }
        var role =
                new RoleState(
                        request.roleName(),
                        Objects.requireNonNullElse(request.path(), "/"),
                        id(),
                        clock.millis(),
                        request.assumeRolePolicyDocument(),
                        request.description(),
                        Objects.requireNonNullElse(request.maxSessionDuration(), SESSION_SECONDS),
                        tags(request.tags()),
                        new TreeMap<>());
        write(role);
        return CreateRoleResponse.builder().role(model(role)).build();
    }

    @Override
    public GetRoleResponse getRole(GetRoleRequest request) {
        return GetRoleResponse.builder().role(model(role(request.roleName()))).build();
    }

    @Override
    public ListRolesResponse listRoles(ListRolesRequest request) {
        String prefix = Objects.requireNonNullElse(request.pathPrefix(), "/");
        String after = Objects.requireNonNullElse(request.marker(), "");
        int limit = Objects.requireNonNullElse(request.maxItems(), PAGE);
        List<RoleState> roles =
                documents.names(KIND).stream()
                        .filter(name -> name.compareTo(after) > 0)
                        .flatMap(name -> find(name).stream())
                        .filter(role -> role.path().startsWith(prefix))
                        .toList();
        List<RoleState> page = roles.stream().limit(limit).toList();
        boolean more = roles.size() > limit;
        return ListRolesResponse.builder()
                .roles(page.stream().map(this::model).toList())
                .isTruncated(more)
                .marker(more ? page.getLast().name() : null)
                .build();
    }

    @Override
    public synchronized DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        if (!role(request.roleName()).policies().isEmpty()) {
            throw Faults.deleteConflict();
        }
        documents.delete(KIND, request.roleName());
        return DeleteRoleResponse.builder().build();
    }

    @Override
    public synchronized UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(
            UpdateAssumeRolePolicyRequest request) {
        RoleState role = role(request.roleName());
        policy("policyDocument", request.policyDocument());
        write(role.withTrust(request.policyDocument()));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    @Override
    public synchronized TagRoleResponse tagRole(TagRoleRequest request) {
        write(role(request.roleName()).withTags(tags(request.tags())));
        return TagRoleResponse.builder().build();
    }

    @Override
    public synchronized PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
        name("policyName", request.policyName(), LONGEST_POLICY_NAME);
        policy("policyDocument", request.policyDocument());
        RoleState role =
                role(request.roleName()).withPolicy(request.policyName(), request.policyDocument());
        long size =
                role.policies().values().stream()
                        .mapToLong(document -> document.replaceAll("\\s", "").length())
                        .sum();
        if (size > LONGEST_POLICIES) {
            throw Faults.limitExceeded(
                    "Maximum policy size of "
                            + LONGEST_POLICIES
                            + " bytes exceeded for role "
                            + role.name());
        }
        write(role);
        return PutRolePolicyResponse.builder().build();
    }

    @Override
    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        RoleState role = role(request.roleName());
        String document = role.policies().get(request.policyName());
        if (document == null) {
            throw Faults.noSuchPolicy(request.policyName());
        }
        return GetRolePolicyResponse.builder()
                .roleName(role.name())
                .policyName(request.policyName())
                .policyDocument(encoded(document))
                .build();
    }

    @Override
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        return ListRolePoliciesResponse.builder()
                .policyNames(role(request.roleName()).policies().keySet())
                .isTruncated(false)
                .build();
    }

    @Override
    public synchronized DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
        RoleState role = role(request.roleName());
        if (!role.policies().containsKey(request.policyName())) {
            throw Faults.noSuchPolicy(request.policyName());
        }
        write(role.withoutPolicy(request.policyName()));
        return DeleteRolePolicyResponse.builder().build();
    }

    private RoleState role(@Nullable String name) {
        name("roleName", name, LONGEST_ROLE_NAME);
        return find(name).orElseThrow(() -> Faults.noSuchRole(String.valueOf(name)));
    }

    private Optional<RoleState> find(@Nullable String name) {
        return name == null
                ? Optional.empty()
                : documents.get(KIND, name).map(kept -> read(name, kept));
    }

    private Role model(RoleState role) {
        return Role.builder()
                .roleName(role.name())
                .path(role.path())
                .roleId(role.id())
                .arn("arn:aws:iam::" + identity.accountId() + ":role" + role.path() + role.name())
                .createDate(Instant.ofEpochMilli(role.created()))
                .assumeRolePolicyDocument(encoded(role.trust()))
                .description(role.description())
                .maxSessionDuration(role.maxSessionSeconds())
                .tags(
                        role.tags().entrySet().stream()
                                .map(tag ->
                                        Tag.builder()
                                                .key(tag.getKey())
                                                .value(tag.getValue())
                                                .build())
                                .toList())
                .build();
    }

    /** IAM gives policies back percent-encoded (AWS documentation, GetRolePolicy). */
    private static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static SortedMap<String, String> tags(Collection<Tag> tags) {
        var all = new TreeMap<String, String>();
        tags.forEach(tag -> all.put(tag.key(), tag.value()));
        return all;
    }

    private static void name(String field, @Nullable String name, int longest) {
        String constraint = null;
        if (name == null) {
            constraint = "Member must not be null";
        } else if (!NAME.matcher(name).matches()) {
            constraint = "Member must satisfy regular expression pattern: " + NAME.pattern();
        } else if (name.length() > longest) {
            constraint = "Member must have length less than or equal to " + longest;
        }
        if (constraint != null) {
            throw Faults.validation(
                    "1 validation error detected: Value "
                            + (name == null ? "null" : "'" + name + "'")
                            + " at '"
                            + field
                            + "' failed to satisfy constraint: "
                            + constraint);
        }
    }

    private void policy(String field, @Nullable String document) {
        if (document == null) {
            throw Faults.validation(
                    "1 validation error detected: Value null at '"
                            + field
                            + "' failed to satisfy constraint: Member must not be null");
        }
        try {
            JsonNode policy = json.readTree(document);
            if (!policy.isObject()) {
                throw Faults.malformedPolicy("Syntax errors in policy.");
            }
            if (!policy.has("Statement")) {
                throw Faults.malformedPolicy("Missing required field Statement");
            }
        } catch (JsonProcessingException e) {
            throw Faults.malformedPolicy("This policy contains invalid Json");
        }
    }

    private String id() {
        var id = new StringBuilder("AROA");
        for (int i = 0; i < 17; i++) {
            id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
        }
        return id.toString();
    }

    private void write(RoleState role) {
        try {
            documents.put(KIND, role.name(), json.writeValueAsBytes(role));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Role " + role.name() + " cannot be written.", e);
        }
    }

    private RoleState read(String name, byte[] document) {
        try {
            return json.readValue(document, RoleState.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The kept definition of role "
                            + name
                            + " cannot be read; remove it from the data directory and create the"
                            + " role again.",
                    e);
        }
    }
}
