package dev.kinescope.localcloud.kill;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Tag;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Changes uploads in parts, tags, policies, secrets, log groups, versions and aliases. */
final class MoreChanges {
    static final String VERSIONED = "Versioned";
    private static final int SMALLEST_PART = 5 * 1024 * 1024;
    private static final int NAMES = 8;

    private final Changes changes;
    private final String roleArn;

    MoreChanges(Changes changes, String roleArn) {
        this.changes = changes;
        this.roleArn = roleArn;
    }

    /** One part, or two of which the first is as small as it may be; some are aborted. */
    void upload(CloudProcess.Calls calls, Random random) {
        String key = "upload " + random.nextInt(6);
        int first = random.nextInt(20) == 0 ? SMALLEST_PART : 0;
        var content = new byte[first + random.nextInt(50_000)];
        random.nextBytes(content);
        String id =
                calls.s3().createMultipartUpload(r -> r.bucket(KillRun.BUCKET).key(key)).uploadId();
        var parts = new ArrayList<CompletedPart>();
        if (first > 0) {
            parts.add(part(calls, key, id, 1, Arrays.copyOf(content, first)));
        }
        parts.add(part(calls, key, id, 2, Arrays.copyOfRange(content, first, content.length)));
        if (random.nextInt(4) == 0) {
            calls.s3().abortMultipartUpload(r -> r.bucket(KillRun.BUCKET).key(key).uploadId(id));
            return;
        }
        changes.change(
                "upload/" + key,
                Optional.of(Changes.digest("MD5", content)),
                () ->
                        calls.s3()
                                .completeMultipartUpload(r ->
                                        r.bucket(KillRun.BUCKET)
                                                .key(key)
                                                .uploadId(id)
                                                .multipartUpload(m -> m.parts(parts))));
    }

    private static CompletedPart part(
            CloudProcess.Calls calls, String key, String id, int number, byte[] content) {
        String eTag =
                calls.s3()
                        .uploadPart(
                                r ->
                                        r.bucket(KillRun.BUCKET)
                                                .key(key)
                                                .uploadId(id)
                                                .partNumber(number),
                                RequestBody.fromBytes(content))
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(eTag).build();
    }

    /** Of objects that are there from the beginning. */
    void tags(CloudProcess.Calls calls, Random random) {
        String key = KillRun.TAGGED + random.nextInt(KillRun.TAGGED_OBJECTS);
        if (random.nextInt(5) == 0) {
            changes.change(
                    "tags/" + key,
                    Optional.empty(),
                    () -> calls.s3().deleteObjectTagging(r -> r.bucket(KillRun.BUCKET).key(key)));
            return;
        }
        String value = Integer.toString(random.nextInt());
        changes.change(
                "tags/" + key,
                Optional.of(value),
                () ->
                        calls.s3()
                                .putObjectTagging(r ->
                                        r.bucket(KillRun.BUCKET)
                                                .key(key)
                                                .tagging(t ->
                                                        t.tagSet(
                                                                Tag.builder()
                                                                        .key("value")
                                                                        .value(value)
                                                                        .build()))));
    }

    /** The bucket's policy, and inline policies of the role that do not take anything away. */
    void policy(CloudProcess.Calls calls, Random random) {
        String name = random.nextInt(3) == 0 ? KillRun.BUCKET : "extra-" + random.nextInt(3);
        boolean bucket = name.equals(KillRun.BUCKET);
        if (changes.present("policy", name) && random.nextInt(4) == 0) {
            changes.change(
                    "policy/" + name,
                    Optional.empty(),
                    () -> {
                        if (bucket) {
                            calls.s3().deleteBucketPolicy(r -> r.bucket(name));
                        } else {
                            calls.iam()
                                    .deleteRolePolicy(
                                            r -> r.roleName(KillRun.ROLE).policyName(name));
                        }
                    });
            return;
        }
        String principal =
                bucket ? "\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:root\"}," : "";
        String policy =
                ("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"S%d\","
                                + "\"Effect\":\"Allow\",%s\"Action\":\"s3:GetObject\","
                                + "\"Resource\":\"arn:aws:s3:::objects/*\"}]}")
                        .formatted(random.nextInt(1_000_000), principal);
        changes.change(
                "policy/" + name,
                Optional.of(policy),
                () -> {
                    if (bucket) {
                        calls.s3().putBucketPolicy(r -> r.bucket(name).policy(policy));
                    } else {
                        calls.iam()
                                .putRolePolicy(r ->
                                        r.roleName(KillRun.ROLE)
                                                .policyName(name)
                                                .policyDocument(policy));
                    }
                });
    }

    void secret(CloudProcess.Calls calls, Random random) {
        String name = "secret-" + random.nextInt(NAMES);
        String value = "hidden " + random.nextInt();
        if (!changes.present("secret", name)) {
            changes.change(
                    "secret/" + name,
                    Optional.of(value),
                    () -> calls.secrets().createSecret(r -> r.name(name).secretString(value)));
        } else if (random.nextInt(4) == 0) {
            changes.change(
                    "secret/" + name,
                    Optional.empty(),
                    () ->
                            calls.secrets()
                                    .deleteSecret(r ->
                                            r.secretId(name).forceDeleteWithoutRecovery(true)));
        } else {
            changes.change(
                    "secret/" + name,
                    Optional.of(value),
                    () ->
                            calls.secrets()
                                    .putSecretValue(r -> r.secretId(name).secretString(value)));
        }
    }

    /** A group is there with a stream, and holds the last event that was acknowledged. */
    void group(CloudProcess.Calls calls, Random random) {
        String name = "/made/by/" + random.nextInt(NAMES);
        if (!changes.present("group", name)) {
            changes.change(
                    "group/" + name,
                    Optional.of(""),
                    () -> calls.logs().createLogGroup(r -> r.logGroupName(name)));
            return;
        }
        if (random.nextInt(4) == 0) {
            changes.change(
                    "group/" + name,
                    Optional.empty(),
                    () -> calls.logs().deleteLogGroup(r -> r.logGroupName(name)));
            return;
        }
        String stream = "stream " + random.nextInt();
        calls.logs().createLogStream(r -> r.logGroupName(name).logStreamName(stream));
        String message = "event " + random.nextInt();
        changes.change(
                "group/" + name,
                Optional.of(message),
                () ->
                        calls.logs()
                                .putLogEvents(r ->
                                        r.logGroupName(name)
                                                .logStreamName(stream)
                                                .logEvents(
                                                        InputLogEvent.builder()
                                                                .timestamp(
                                                                        Instant.now()
                                                                                .toEpochMilli())
                                                                .message(message)
                                                                .build())));
    }

    /** New code, published as a version, to which an alias then points. */
    void version(CloudProcess.Calls calls, Random random) {
        Changes.awaitFunction(calls, VERSIONED);
        SdkBytes zip = SdkBytes.fromByteArray(Zips.numbered(random.nextInt()));
        calls.lambda().updateFunctionCode(r -> r.functionName(VERSIONED).zipFile(zip));
        Changes.awaitFunction(calls, VERSIONED);
        var published = calls.lambda().publishVersion(r -> r.functionName(VERSIONED));
        changes.done("version/" + published.version(), Optional.of(published.codeSha256()));
        String alias = "alias-" + random.nextInt(3);
        boolean there = changes.present("alias", alias);
        if (there && random.nextInt(4) == 0) {
            changes.change(
                    "alias/" + alias,
                    Optional.empty(),
                    () -> calls.lambda().deleteAlias(r -> r.functionName(VERSIONED).name(alias)));
            return;
        }
        changes.change(
                "alias/" + alias,
                Optional.of(published.version()),
                () -> {
                    if (there) {
                        calls.lambda()
                                .updateAlias(r ->
                                        r.functionName(VERSIONED)
                                                .name(alias)
                                                .functionVersion(published.version()));
                    } else {
                        calls.lambda()
                                .createAlias(r ->
                                        r.functionName(VERSIONED)
                                                .name(alias)
                                                .functionVersion(published.version()));
                    }
                });
    }

    /** What the changes are made to. */
    void setUp(CloudProcess.Calls calls) {
        for (int n = 0; n < KillRun.TAGGED_OBJECTS; n++) {
            String key = KillRun.TAGGED + n;
            calls.s3()
                    .putObject(r -> r.bucket(KillRun.BUCKET).key(key), RequestBody.fromString(key));
        }
        calls.lambda()
                .createFunction(r ->
                        r.functionName(VERSIONED)
                                .runtime("java25")
                                .handler(Zips.NUMBER_HANDLER)
                                .role(roleArn)
                                .code(code ->
                                        code.zipFile(SdkBytes.fromByteArray(Zips.numbered(0)))));
        Changes.awaitFunction(calls, VERSIONED);
    }
}
