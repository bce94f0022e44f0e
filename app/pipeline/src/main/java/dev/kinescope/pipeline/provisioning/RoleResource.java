package dev.kinescope.pipeline.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.PlannedChange.Risk;

import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** An IAM role with one inline policy. */
record RoleResource(Site site, RoleDefinition definition) implements Resource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "kinescope";

    @Override
    public ResourceKind kind() {
        return ResourceKind.ROLE;
    }

    @Override
    public String name() {
        return definition.name();
    }

    private Optional<Role> find() {
        try {
            return Optional.of(site.session().iam().getRole(get -> get.roleName(name())).role());
        } catch (NoSuchEntityException missing) {
            return Optional.empty();
        }
    }

    private JsonNode presentPolicy() {
        try {
            return json(
                    site.session()
                            .iam()
                            .getRolePolicy(get -> get.roleName(name()).policyName(POLICY))
                            .policyDocument());
        } catch (NoSuchEntityException missing) {
            return MissingNode.getInstance();
        }
    }

    /** IAM answers documents URL-encoded (RFC 3986). */
    private static JsonNode json(String document) {
        String text =
                document.startsWith("%")
                        ? URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8)
                        : document;
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public ResourceStatus status() {
        if (find().isEmpty()) {
            return is(ResourceState.MISSING, "");
        }
        return presentPolicy().isMissingNode()
                ? is(ResourceState.FAILING, "has no policy")
                : is(ResourceState.READY, "");
    }

    @Override
    public PlannedChange plan() {
        Optional<Role> present = find();
        JsonNode wanted = json(definition.policy());
        if (present.isEmpty()) {
            return new PlannedChange(
                    kind(),
                    name(),
                    Action.CREATE,
                    Risk.NONE,
                    List.of(new FieldChange("Allows", "", actions(wanted))),
                    "May do only what the pipeline needs");
        }
        var fields = new ArrayList<FieldChange>();
        if (!json(present.get().assumeRolePolicyDocument())
                .equals(json(definition.trustPolicy()))) {
            fields.add(
                    new FieldChange(
                            "Trust",
                            json(present.get().assumeRolePolicyDocument()).toString(),
                            json(definition.trustPolicy()).toString()));
        }
        JsonNode policy = presentPolicy();
        if (!policy.equals(wanted)) {
            boolean sameActions = actions(policy).equals(actions(wanted));
            fields.add(
                    new FieldChange(
                            sameActions ? "Policy" : "Allows",
                            sameActions ? policy.toString() : actions(policy),
                            sameActions ? wanted.toString() : actions(wanted)));
        }
        return fields.isEmpty()
                ? unchanged()
                : new PlannedChange(
                        kind(),
                        name(),
                        Action.UPDATE,
                        Risk.NONE,
                        fields,
                        "Takes effect within seconds, while everything runs on");
    }

    private static String actions(JsonNode policy) {
        var actions = new TreeSet<String>();
        for (JsonNode statement : policy.path("Statement")) {
            JsonNode action = statement.path("Action");
            if (action.isTextual()) {
                actions.add(action.textValue());
            } else {
                action.forEach(each -> actions.add(each.asText()));
            }
        }
        return String.join(", ", actions);
    }

    @Override
    public void apply(PlannedChange change, Consumer<String> progress) {
        try {
            site.session()
                    .iam()
                    .createRole(create ->
                            create.roleName(name())
                                    .assumeRolePolicyDocument(definition.trustPolicy())
                                    .description("Made by Kinescope"));
        } catch (EntityAlreadyExistsException there) {
            site.session()
                    .iam()
                    .updateAssumeRolePolicy(update ->
                            update.roleName(name()).policyDocument(definition.trustPolicy()));
        }
        site.session()
                .iam()
                .putRolePolicy(put ->
                        put.roleName(name())
                                .policyName(POLICY)
                                .policyDocument(definition.policy()));
    }

    @Override
    public void delete(Consumer<String> progress) {
        // Others' policies are not ours to delete: IAM then keeps the role and says so.
        try {
            site.session()
                    .iam()
                    .deleteRolePolicy(delete -> delete.roleName(name()).policyName(POLICY));
        } catch (NoSuchEntityException gone) {
            progress.accept("Its policy is gone already");
        }
        try {
            site.session().iam().deleteRole(delete -> delete.roleName(name()));
        } catch (NoSuchEntityException gone) {
            progress.accept("It is gone already");
        }
    }
}
