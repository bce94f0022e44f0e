package dev.kinescope.localcloud.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

class PolicyDocumentTest {
    private static final String BUCKET = "arn:aws:s3:::results";

    private static String statement(String effect, String rest) {
        return """
        {"Version":"2012-10-17","Statement":{"Effect":"%s",%s}}\
        """
                .formatted(effect, rest);
    }

    private static Decision decide(String document, String action, String resource) {
        return decide(document, action, resource, Map.of());
    }

    private static Decision decide(
            String document, String action, String resource, Map<String, String> context) {
        return PolicyDocument.decide(
                List.of(PolicyDocument.ofIdentity(document)),
                new AccessRequest(action, List.of(resource), context));
    }

    @ParameterizedTest
    @CsvSource({
        "s3:GetObject,            arn:aws:s3:::results/*,     s3:GetObject,"
                + " arn:aws:s3:::results/a/b, ALLOWED",
        "S3:getobject,            arn:aws:s3:::results/*,     s3:GetObject, arn:aws:s3:::results/a,"
                + "   ALLOWED",
        "s3:Get*,                 *,                          s3:GetObject, arn:aws:s3:::results/a,"
                + "   ALLOWED",
        "s3:Get*,                 *,                          s3:PutObject, arn:aws:s3:::results/a,"
                + "   NOT_ALLOWED",
        "*,                       arn:aws:s3:::result?,       s3:GetObject, arn:aws:s3:::results,  "
                + "   ALLOWED",
        "s3:GetObject,            arn:aws:s3:::Results/*,     s3:GetObject, arn:aws:s3:::results/a,"
                + "   NOT_ALLOWED",
        "s3:GetObject,            arn:aws:s3:::*/x*z,         s3:GetObject, arn:aws:s3:::b/xyyz,   "
                + "   ALLOWED",
        "s3:GetObject,            arn:aws:s3:::*/x*z,         s3:GetObject, arn:aws:s3:::b/xyy,    "
                + "   NOT_ALLOWED",
        "s3:GetObject,            arn:aws:s3:::${aws:x}/*,    s3:GetObject, arn:aws:s3:::b/xyy,    "
                + "   NOT_ALLOWED",
        "secretsmanager:GetSecretValue, arn:aws:sm:r:1:secret:k-??????,"
                + " secretsmanager:GetSecretValue, arn:aws:sm:r:1:secret:k-a1B2c3, ALLOWED",
        "secretsmanager:GetSecretValue, arn:aws:sm:r:1:secret:k-??????,"
                + " secretsmanager:GetSecretValue, arn:aws:sm:r:1:secret:k-x-a1B2c3, NOT_ALLOWED",
    })
    void actionsAndResourcesAreMatched(
            String actions, String resources, String action, String resource, Decision expected) {
        String document =
                statement(
                        "Allow",
                        "\"Action\":\"" + actions + "\",\"Resource\":\"" + resources + "\"");

        assertThat(decide(document, action, resource)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::results/${aws:PrincipalAccount}/*,  arn:aws:s3:::results/1/a, DENIED",
        "arn:aws:s3:::results/${aws:PrincipalAccount}/*,  arn:aws:s3:::results/2/a, ALLOWED",
        "'arn:aws:s3:::${aws:x, ''results''}/*',          arn:aws:s3:::results/2/a, DENIED",
        "arn:aws:s3:::results/${aws:userid},              arn:aws:s3:::results/a*b, DENIED",
        "arn:aws:s3:::results/${aws:userid},              arn:aws:s3:::results/axb, ALLOWED",
        "arn:aws:s3:::results/${*},                       arn:aws:s3:::results/*,   DENIED",
        "arn:aws:s3:::results/${*},                       arn:aws:s3:::results/a,   ALLOWED",
        "arn:aws:s3:::results/${aws:username},            arn:aws:s3:::results/a,   ALLOWED",
    })
    void aVariableStandsForWhatTheRequestHas(String denied, String resource, Decision expected) {
        String document =
                """
                {"Version":"2012-10-17","Statement":[
                 {"Effect":"Allow","Action":"*","Resource":"*"},
                 {"Effect":"Deny","Action":"*","Resource":"%s"}]}\
                """
                        .formatted(denied);
        var context = Map.of("aws:principalaccount", "1", "aws:userid", "a*b");

        assertThat(decide(document, "s3:GetObject", resource, context)).isEqualTo(expected);
    }

    @Test
    void aVariableInAConditionStandsForWhatTheRequestHas() {
        String document =
                statement(
                        "Allow",
                        "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":"
                                + "{\"s3:prefix\":\"${aws:userid}/*\"}}");

        assertThat(
                        decide(
                                document,
                                "s3:ListBucket",
                                BUCKET,
                                Map.of("s3:prefix", "me/a", "aws:userid", "me")))
                .isEqualTo(Decision.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "StringEquals,              ${aws:userid}/,   m*/,      ALLOWED",
        "StringEquals,              ${aws:userid}/,   M*/,      NOT_ALLOWED",
        "StringEquals,              ${aws:userid}/,   me/,      NOT_ALLOWED",
        "StringEquals,              ${aws:userid}/*,  m*/a,     NOT_ALLOWED",
        "StringEquals,              ${*},             *,        ALLOWED",
        "StringEquals,              ${aws:username},  a,        NOT_ALLOWED",
        "StringEquals,              ${aws:username},  ${aws:username}, NOT_ALLOWED",
        "StringEqualsIgnoreCase,    ${aws:userid}/,   M*/,      ALLOWED",
        "StringEqualsIgnoreCase,    ${aws:username},  a,        NOT_ALLOWED",
        "StringNotEquals,           ${aws:userid}/,   m*/,      NOT_ALLOWED",
        "StringNotEquals,           ${aws:userid}/,   M*/,      ALLOWED",
        "StringNotEquals,           ${aws:username},  a,        ALLOWED",
        "StringNotEqualsIgnoreCase, ${aws:userid}/,   M*/,      NOT_ALLOWED",
        "StringNotEqualsIgnoreCase, ${aws:userid}/,   you/,     ALLOWED",
    })
    void aVariableInAComparedTextStandsForWhatTheRequestHas(
            String operator, String wanted, String actual, Decision expected) {
        String document =
                statement(
                        "Allow",
                        "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"%s\":{\"s3:prefix\":\"%s\"}}"
                                .formatted(operator, wanted));

        assertThat(
                        decide(
                                document,
                                "s3:ListBucket",
                                BUCKET,
                                Map.of("s3:prefix", actual, "aws:userid", "m*")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"Version\":\"2008-10-17\","})
    void withoutTheVersionThatHasThemVariablesAreText(String version) {
        String document =
                """
                {%s"Statement":[
                 {"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${aws:userid}"},
                 {"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b","Condition":
                  {"StringEquals":{"s3:prefix":"${aws:userid}"}}},
                 {"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::c","Condition":
                  {"StringLike":{"s3:prefix":"${aws:userid}/*"}}}]}\
                """
                        .formatted(version);
        var me = Map.of("aws:userid", "me", "s3:prefix", "me");
        var text = Map.of("aws:userid", "me", "s3:prefix", "${aws:userid}");

        assertThat(decide(document, "s3:ListBucket", "arn:aws:s3:::me", me))
                .isEqualTo(Decision.NOT_ALLOWED);
        assertThat(decide(document, "s3:ListBucket", "arn:aws:s3:::${aws:userid}", me))
                .isEqualTo(Decision.ALLOWED);
        assertThat(decide(document, "s3:ListBucket", "arn:aws:s3:::b", me))
                .isEqualTo(Decision.NOT_ALLOWED);
        assertThat(decide(document, "s3:ListBucket", "arn:aws:s3:::b", text))
                .isEqualTo(Decision.ALLOWED);
        assertThat(
                        decide(
                                document,
                                "s3:ListBucket",
                                "arn:aws:s3:::c",
                                Map.of("aws:userid", "me", "s3:prefix", "${aws:userid}/a")))
                .isEqualTo(Decision.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Statement\":[]} x",
                "{\"Statement\":[]}{}",
                "{\"Statement\":[],\"Statement\":[]}",
            })
    void aDocumentIsOneObjectWithoutRepetitions(String document) {
        assertThatThrownBy(() -> PolicyDocument.ofIdentity(document))
                .isInstanceOf(MalformedPolicyException.class);
    }

    @Test
    void nobodyIsTrustedByAnyName() {
        assertThatThrownBy(() ->
                        PolicyDocument.ofTrust(
                                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                                        + "\"everybody\"},\"Action\":\"sts:AssumeRole\"}}"))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessage("Invalid principal in policy: \"AWS\":\"everybody\"");
    }

    @Test
    void nullIsAskedInAnyCase() {
        String document =
                statement(
                        "Allow",
                        "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Null\":"
                                + "{\"aws:x\":\"True\"}}");

        assertThat(decide(document, "s3:GetObject", BUCKET)).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void notActionAndNotResourceAreAllOthers() {
        String document =
                statement("Allow", "\"NotAction\":[\"iam:*\"],\"NotResource\":\"" + BUCKET + "\"");

        assertThat(decide(document, "s3:GetObject", BUCKET + "/a")).isEqualTo(Decision.ALLOWED);
        assertThat(decide(document, "s3:ListBucket", BUCKET)).isEqualTo(Decision.NOT_ALLOWED);
        assertThat(decide(document, "iam:GetRole", "x")).isEqualTo(Decision.NOT_ALLOWED);
    }

    @Test
    void aDenialOutweighsWhatOtherPoliciesAllow() {
        var policies =
                List.of(
                        PolicyDocument.ofIdentity(
                                statement("Allow", "\"Action\":\"*\",\"Resource\":\"*\"")),
                        PolicyDocument.ofIdentity(
                                statement("Deny", "\"Action\":\"s3:Delete*\",\"Resource\":\"*\"")));

        assertThat(
                        PolicyDocument.decide(
                                policies,
                                new AccessRequest("s3:DeleteObject", List.of(BUCKET), Map.of())))
                .isEqualTo(Decision.DENIED);
        assertThat(
                        PolicyDocument.decide(
                                policies,
                                new AccessRequest("s3:GetObject", List.of(BUCKET), Map.of())))
                .isEqualTo(Decision.ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "StringEquals,            logs/,       logs/,  ALLOWED",
        "StringEquals,            logs/,       LOGS/,  NOT_ALLOWED",
        "StringEqualsIgnoreCase,  logs/,       LOGS/,  ALLOWED",
        "StringNotEquals,         logs/,       x,      ALLOWED",
        "StringNotEquals,         logs/,       ,       ALLOWED",
        "StringLike,              logs/*,      logs/a, ALLOWED",
        "StringLike,              logs/*,      ,       NOT_ALLOWED",
        "StringLikeIfExists,      logs/*,      ,       ALLOWED",
        "StringNotLike,           logs/*,      logs/a, NOT_ALLOWED",
        "ArnLike,                 arn:aws:firehose:*:1:*, arn:aws:firehose:r:1:deliverystream/a:b,"
                + " ALLOWED",
        "ArnLike,                 arn:aws:*:1:x, arn:aws:a:b:1:x, NOT_ALLOWED",
        "NumericLessThanEquals,   10,          10,     ALLOWED",
        "NumericLessThan,         10,          10,     NOT_ALLOWED",
        "NumericLessThan,         10,          nine,   NOT_ALLOWED",
        "Bool,                    TRUE,        true,   ALLOWED",
        "Null,                    true,        ,       ALLOWED",
        "Null,                    false,       ,       NOT_ALLOWED",
        "Null,                    false,       x,      ALLOWED",
    })
    void conditionsAreHeldAgainstTheRequest(
            String operator, String value, String actual, Decision expected) {
        String document =
                statement(
                        "Allow",
                        "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\""
                                + operator
                                + "\":{\"S3:Prefix\":\""
                                + value
                                + "\"}}");

        Map<String, String> context = actual == null ? Map.of() : Map.of("s3:prefix", actual);

        assertThat(decide(document, "s3:ListBucket", BUCKET, context)).isEqualTo(expected);
    }

    @Test
    void allConditionsMustHoldButOneValueIsEnough() {
        String document =
                statement(
                        "Allow",
                        """
                        "Action":"*","Resource":"*","Condition":
                        {"StringEquals":{"a:x":["1","2"],"a:y":"3"},"Bool":{"a:z":true}}\
                        """);

        assertThat(decide(document, "a:b", "*", Map.of("a:x", "2", "a:y", "3", "a:z", "true")))
                .isEqualTo(Decision.ALLOWED);
        assertThat(decide(document, "a:b", "*", Map.of("a:x", "2", "a:y", "4", "a:z", "true")))
                .isEqualTo(Decision.NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{oops | This policy contains invalid Json",
                "[] | Syntax errors in policy.",
                "{'Version':'2012-10-17'} | Missing required field Statement",
                "{'Version':'2013-01-01','Statement':[]} | The policy must contain a valid version"
                        + " string",
                "{'Statement':[{'Action':'s3:*','Resource':'*'}]} | Missing required field Effect",
                "{'Statement':[{'Effect':'Maybe','Action':'s3:*','Resource':'*'}]} | Invalid"
                        + " effect: Maybe",
                "{'Statement':[{'Effect':'Allow','Resource':'*'}]} | Missing required field Action",
                "{'Statement':[{'Effect':'Allow','Action':'s3:*'}]} | Missing required field"
                        + " Resource",
                "{'Statement':[{'Effect':'Allow','Action':'s3','Resource':'*'}]} |"
                    + " Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "{'Statement':[{'Effect':'Allow','Action':'s3:*','Resource':'results'}]} |"
                        + " Resource results must be in ARN format or \"*\".",
                "{'Statement':[{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'}]}"
                        + " | Policy document should not specify a principal.",
                "{'Statement':[{'Effect':'Allow','Action':'s3:*','Resource':'*','Unless':1}]} |"
                        + " Syntax errors in policy.",
                "{'Statement':[{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}}]}"
                    + " | The local cloud cannot hold to the condition operator IpAddress; it knows"
                    + " the String, Arn, Numeric, Bool and Null operators, also with IfExists.",
                "{'Statement':[{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'NumericEquals':{'s3:max-keys':'ten'}}}]}"
                    + " | The value ten of s3:max-keys is no number.",
            })
    void whatIsMalformedIsRefused(String document, String message) {
        assertThatThrownBy(() -> PolicyDocument.ofIdentity(document.replace('\'', '"')))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessage(message);
    }

    @Test
    void aTrustPolicyNamesPrincipalsAndNoResource() {
        assertThatThrownBy(() ->
                        PolicyDocument.ofTrust(statement("Allow", "\"Action\":\"sts:AssumeRole\"")))
                .hasMessage("Missing required field Principal");
        assertThatThrownBy(() ->
                        PolicyDocument.ofTrust(
                                statement(
                                        "Allow",
                                        "\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\","
                                                + "\"Resource\":\"*\"")))
                .hasMessage("Has prohibited field Resource");
        assertThatThrownBy(() ->
                        PolicyDocument.ofTrust(
                                statement("Allow", "\"Principal\":\"*\",\"Action\":\"s3:*\"")))
                .hasMessage("AssumeRole policy may only specify STS AssumeRole actions.");

        var trust =
                PolicyDocument.ofTrust(
                        statement(
                                "Allow",
                                "\"Principal\":{\"Service\":[\"lambda.amazonaws.com\"],\"AWS\":"
                                        + "\"000000000000\"},\"Action\":\"sts:AssumeRole\""));
        var request = new AccessRequest("sts:AssumeRole", List.of("*"), Map.of());
        assertThat(trust.decide(Set.of("Service:lambda.amazonaws.com"), request))
                .isEqualTo(Decision.ALLOWED);
        assertThat(trust.decide(Set.of("AWS:arn:aws:iam::000000000000:root"), request))
                .isEqualTo(Decision.ALLOWED);
        assertThat(trust.decide(Set.of("Service:firehose.amazonaws.com"), request))
                .isEqualTo(Decision.NOT_ALLOWED);
    }
}
