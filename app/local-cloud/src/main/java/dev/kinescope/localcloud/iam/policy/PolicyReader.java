package dev.kinescope.localcloud.iam.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads policy documents and refuses in AWS's words what its grammar does not have. */
final class PolicyReader {
    /** What a policy is attached to decides which elements it has. */
    enum Kind {
        IDENTITY,
        TRUST
    }

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    /** The version that has policy variables; without one a document is of the other. */
    private static final String WITH_VARIABLES = "2012-10-17";

    private static final Set<String> VERSIONS = Set.of(WITH_VARIABLES, "2008-10-17");
    private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
    private static final Set<String> ELEMENTS =
            Set.of(
                    "Sid",
                    "Effect",
                    "Principal",
                    "NotPrincipal",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Condition");

    /** An account, the ARN of a user, role or session, or the unique id of one. */
    private static final String WHOM = "\\d{12}|arn:aws:(iam|sts)::\\d{12}:.+|[A-Z0-9]{16,128}";

    private static final String SYNTAX = "Syntax errors in policy.";

    private final Kind kind;

    PolicyReader(Kind kind) {
        this.kind = kind;
    }

    List<Statement> read(String text) {
        JsonNode policy;
        try {
            policy = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedPolicyException("This policy contains invalid Json");
        }
        check(policy.isObject(), SYNTAX);
        policy.fieldNames().forEachRemaining(name -> check(MEMBERS.contains(name), SYNTAX));
        check(
                !policy.has("Version") || VERSIONS.contains(policy.get("Version").asText()),
                "The policy must contain a valid version string");
        check(policy.has("Statement"), "Missing required field Statement");
        boolean variables = policy.path("Version").asText().equals(WITH_VARIABLES);
        JsonNode statements = policy.get("Statement");
        var read = new ArrayList<Statement>();
        for (JsonNode one : statements.isArray() ? statements : List.of(statements)) {
            read.add(statement(one, variables));
        }
        return List.copyOf(read);
    }

    private Statement statement(JsonNode node, boolean variables) {
        check(node.isObject(), SYNTAX);
        node.fieldNames().forEachRemaining(name -> check(ELEMENTS.contains(name), SYNTAX));
        check(node.has("Effect"), "Missing required field Effect");
        String effect = node.get("Effect").asText();
        check(effect.equals("Allow") || effect.equals("Deny"), "Invalid effect: " + effect);
        return new Statement(
                effect.equals("Allow"),
                actions(node),
                resources(node, variables),
                principals(node),
                when(node, variables));
    }

    private Statement.Scope actions(JsonNode node) {
        check(node.has("Action") || node.has("NotAction"), "Missing required field Action");
        check(!node.has("Action") || !node.has("NotAction"), SYNTAX);
        boolean inverted = node.has("NotAction");
        var globs = new ArrayList<Glob>();
        for (String action : texts(node.get(inverted ? "NotAction" : "Action"))) {
            check(
                    action.equals("*") || action.matches("[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+"),
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
            check(
                    kind == Kind.IDENTITY || action.toLowerCase(Locale.ROOT).startsWith("sts:"),
                    "AssumeRole policy may only specify STS AssumeRole actions.");
            globs.add(Glob.ofAnyCase(action));
        }
        return new Statement.Scope(List.copyOf(globs), inverted);
    }

    private Statement.Scope resources(JsonNode node, boolean variables) {
        boolean any = node.has("Resource") || node.has("NotResource");
        if (kind == Kind.TRUST) {
            check(!any, "Has prohibited field Resource");
            return new Statement.Scope(List.of(new Glob("*", false)), false);
        }
        check(any, "Missing required field Resource");
        check(!node.has("Resource") || !node.has("NotResource"), SYNTAX);
        boolean inverted = node.has("NotResource");
        var globs = new ArrayList<Glob>();
        for (String resource : texts(node.get(inverted ? "NotResource" : "Resource"))) {
            check(
                    resource.equals("*") || resource.startsWith("arn:"),
                    "Resource " + resource + " must be in ARN format or \"*\".");
            globs.add(new Glob(resource, variables));
        }
        return new Statement.Scope(List.copyOf(globs), inverted);
    }

    private Set<String> principals(JsonNode node) {
        if (kind == Kind.IDENTITY) {
            check(
                    !node.has("Principal") && !node.has("NotPrincipal"),
                    "Policy document should not specify a principal.");
            return Set.of();
        }
        check(
                !node.has("NotPrincipal"),
                "The local cloud cannot hold to NotPrincipal; name whom the role trusts in"
                        + " Principal.");
        check(node.has("Principal"), "Missing required field Principal");
        JsonNode principal = node.get("Principal");
        if (principal.isTextual()) {
            check(
                    principal.asText().equals("*"),
                    "Invalid principal in policy: \"" + principal.asText() + "\"");
            return Set.of("*");
        }
        check(principal.isObject(), SYNTAX);
        var names = new HashSet<String>();
        for (Map.Entry<String, JsonNode> type : principal.properties()) {
            check(
                    Set.of("AWS", "Service", "Federated", "CanonicalUser").contains(type.getKey()),
                    "Invalid principal in policy: \"" + type.getKey() + "\"");
            for (String name : texts(type.getValue())) {
                check(
                        !type.getKey().equals("AWS") || name.equals("*") || name.matches(WHOM),
                        "Invalid principal in policy: \"AWS\":\"" + name + "\"");
                names.add(name.equals("*") ? "*" : type.getKey() + ":" + spelledOut(name));
            }
        }
        return Set.copyOf(names);
    }

    /** An account's number stands for its root. */
    private static String spelledOut(String name) {
        return name.matches("\\d{12}") ? "arn:aws:iam::" + name + ":root" : name;
    }

    private static List<Condition> when(JsonNode node, boolean variables) {
        var conditions = new ArrayList<Condition>();
        JsonNode block = node.path("Condition");
        check(block.isMissingNode() || block.isObject(), SYNTAX);
        for (Map.Entry<String, JsonNode> operator : block.properties()) {
            check(operator.getValue().isObject(), SYNTAX);
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                check(
                        key.getKey().contains(":"),
                        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2,"
                                + " etc.");
                Condition condition =
                        Condition.of(
                                operator.getKey(), key.getKey(), texts(key.getValue()), variables);
                condition
                        .complaint()
                        .ifPresent(what -> {
                            throw new MalformedPolicyException(what);
                        });
                conditions.add(condition);
            }
        }
        return List.copyOf(conditions);
    }

    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        for (JsonNode one : node.isArray() ? node : List.of(node)) {
            check(one.isValueNode() && !one.isNull(), SYNTAX);
            texts.add(one.asText());
        }
        return List.copyOf(texts);
    }

    private static void check(boolean fine, String otherwise) {
        if (!fine) {
            throw new MalformedPolicyException(otherwise);
        }
    }
}
