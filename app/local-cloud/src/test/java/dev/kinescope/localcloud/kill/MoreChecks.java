package dev.kinescope.localcloud.kill;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a restarted cloud has of the things that {@link MoreChanges} changes, and its states. */
final class MoreChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NOT_FOUND = 404;

    private final CloudProcess.Calls calls;
    private final Expectations expected;

    MoreChecks(CloudProcess.Calls calls, Expectations expected) {
        this.calls = calls;
        this.expected = expected;
    }

    /** What is not as it was acknowledged. */
    List<String> wrong() {
        var wrong = new ArrayList<String>();
        wrong.addAll(expected.check("upload", each("upload", this::upload)));
        wrong.addAll(expected.check("tags", each("tags", this::tag)));
        wrong.addAll(expected.check("policy", each("policy", this::policy)));
        wrong.addAll(expected.check("secret", each("secret", this::secret)));
        wrong.addAll(expected.check("group", each("group", this::event)));
        var versions = new HashMap<String, String>();
        calls.lambda()
                .listVersionsByFunctionPaginator(r -> r.functionName(MoreChanges.VERSIONED))
                .versions()
                .forEach(version -> versions.put(version.version(), version.codeSha256()));
        wrong.addAll(expected.check("version", versions));
        var aliases = new HashMap<String, String>();
        calls.lambda()
                .listAliasesPaginator(r -> r.functionName(MoreChanges.VERSIONED))
                .aliases()
                .forEach(alias -> aliases.put(alias.name(), alias.functionVersion()));
        wrong.addAll(expected.check("alias", aliases));
        return wrong;
    }

    /** Looks up one thing; empty if it is not there. */
    private interface Look {
        Optional<String> at(String name);
    }

    private Map<String, String> each(String kind, Look look) {
        var there = new HashMap<String, String>();
        for (String name : expected.names(kind)) {
            look.at(name).ifPresent(value -> there.put(name, value));
        }
        return there;
    }

    private Optional<String> upload(String key) {
        return unlessMissing(() ->
                Changes.digest(
                        "MD5",
                        calls.s3()
                                .getObjectAsBytes(r -> r.bucket(KillRun.BUCKET).key(key))
                                .asByteArrayUnsafe()));
    }

    private Optional<String> tag(String key) {
        return calls.s3().getObjectTagging(r -> r.bucket(KillRun.BUCKET).key(key)).tagSet().stream()
                .map(tag -> tag.value())
                .findFirst();
    }

    private Optional<String> policy(String name) {
        return unlessMissing(() ->
                name.equals(KillRun.BUCKET)
                        ? calls.s3().getBucketPolicy(r -> r.bucket(name)).policy()
                        : URLDecoder.decode(
                                calls.iam()
                                        .getRolePolicy(
                                                r -> r.roleName(KillRun.ROLE).policyName(name))
                                        .policyDocument(),
                                StandardCharsets.UTF_8));
    }

    private Optional<String> secret(String name) {
        return unlessMissing(
                () -> calls.secrets().getSecretValue(r -> r.secretId(name)).secretString());
    }

    /** The latest event of a group: nothing if there is none. */
    private Optional<String> event(String name) {
        return unlessMissing(() ->
                calls.logs().filterLogEventsPaginator(r -> r.logGroupName(name)).events().stream()
                        .map(event -> event.message())
                        .reduce("", (_, later) -> later));
    }

    private static Optional<String> unlessMissing(Supplier<String> look) {
        try {
            return Optional.of(look.get());
        } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND
                    || e.awsErrorDetails().errorCode().equals("ResourceNotFoundException")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What stays in a state that should pass by itself. */
    List<String> stuck() {
        var stuck = new ArrayList<String>();
        await(
                stuck,
                "a stream",
                () ->
                        calls.kinesis().listStreamsPaginator().stream()
                                .flatMap(page -> page.streamSummaries().stream())
                                .filter(stream -> stream.streamStatus() != StreamStatus.ACTIVE)
                                .map(StreamSummary::toString)
                                .toList());
        await(
                stuck,
                "a delivery stream",
                () ->
                        calls.firehose().listDeliveryStreams().deliveryStreamNames().stream()
                                .filter(name ->
                                        calls.firehose()
                                                        .describeDeliveryStream(
                                                                r -> r.deliveryStreamName(name))
                                                        .deliveryStreamDescription()
                                                        .deliveryStreamStatus()
                                                != DeliveryStreamStatus.ACTIVE)
                                .toList());
        await(
                stuck,
                "a function",
                () ->
                        calls.lambda().listFunctionsPaginator().functions().stream()
                                .map(function -> function.functionName())
                                .filter(name -> !Changes.ready(calls, name))
                                .toList());
        return stuck;
    }

    private static void await(List<String> stuck, String what, Supplier<List<String>> unready) {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> unready.get().isEmpty());
        } catch (ConditionTimeoutException e) {
            stuck.add(what + " stays as it is: " + unready.get());
        }
    }
}
