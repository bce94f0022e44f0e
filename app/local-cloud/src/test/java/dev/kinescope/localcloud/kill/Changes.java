package dev.kinescope.localcloud.kill;

import org.awaitility.Awaitility;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Changes objects, roles, functions and streams, and keeps account of what was acknowledged. */
final class Changes {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NAMES = 12;
    private static final int LARGEST_OBJECT = 300_000;

    /** What is changed; each by a thread of its own. */
    enum Kind {
        OBJECT,
        ROLE,
        FUNCTION,
        STREAM,
        SHARDS,
        UPLOAD,
        TAGS,
        POLICY,
        SECRET,
        LOG_GROUP,
        VERSION,
        EVENT
    }

    /** What must have been changed for a run to say anything. */
    static final List<String> RESOURCES =
            List.of(
                    "object",
                    "role",
                    "function",
                    "stream",
                    "shards",
                    "upload",
                    "tags",
                    "policy",
                    "secret",
                    "group",
                    "version",
                    "alias",
                    "event");

    /** How often the shard count of a stream may be changed in 24 hours. */
    private static final int MOST_RESHARDS = 10;

    private final Expectations expected;
    private final String roleArn;
    private final MoreChanges more;
    private final Marks marks;

    /** The number in a package of code, by its SHA-256. */
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    /** Only the one thread that reshards counts. */
    private int reshards;

    Changes(Expectations expected, String roleArn, Marks marks) {
        this.expected = expected;
        this.roleArn = roleArn;
        this.more = new MoreChanges(this, roleArn);
        this.marks = marks;
    }

    /** Makes one change. */
    void next(Kind kind, CloudProcess.Calls calls, Random random) {
        switch (kind) {
            case OBJECT -> object(calls, random);
            case ROLE -> role(calls, random);
            case FUNCTION -> function(calls, random);
            case STREAM -> stream(calls, random);
            case SHARDS -> reshard(calls, random);
            case UPLOAD -> more.upload(calls, random);
            case TAGS -> more.tags(calls, random);
            case POLICY -> more.policy(calls, random);
            case SECRET -> more.secret(calls, random);
            case LOG_GROUP -> more.group(calls, random);
            case VERSION -> more.version(calls, random);
            case EVENT -> marks.leave(calls, random, this);
        }
    }

    private void object(CloudProcess.Calls calls, Random random) {
        String key = "folder " + random.nextInt(3) + "/ü " + random.nextInt(NAMES * 20);
        if (random.nextInt(5) == 0) {
            change(
                    "object/" + key,
                    Optional.empty(),
                    () -> calls.s3().deleteObject(r -> r.bucket(KillRun.BUCKET).key(key)));
            return;
        }
        var content = new byte[random.nextInt(10) == 0 ? LARGEST_OBJECT : random.nextInt(5000)];
        random.nextBytes(content);
        change(
                "object/" + key,
                Optional.of(digest("MD5", content)),
                () ->
                        calls.s3()
                                .putObject(
                                        r -> r.bucket(KillRun.BUCKET).key(key),
                                        RequestBody.fromBytes(content)));
    }

    static String digest(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void role(CloudProcess.Calls calls, Random random) {
        String name = "Role".repeat(15) + random.nextInt(NAMES);
        if (expected.present("role").contains(name)) {
            change(
                    "role/" + name,
                    Optional.empty(),
                    () -> calls.iam().deleteRole(r -> r.roleName(name)));
            return;
        }
        String description = "made by " + random.nextInt();
        change(
                "role/" + name,
                Optional.of(description),
                () ->
                        calls.iam()
                                .createRole(r ->
                                        r.roleName(name)
                                                .description(description)
                                                .assumeRolePolicyDocument(KillRun.TRUST)));
    }

    private void function(CloudProcess.Calls calls, Random random) {
        String name = "Function-" + random.nextInt(4);
        int number = random.nextInt();
        SdkBytes zip = SdkBytes.fromByteArray(Zips.numbered(number));
        Optional<String> sha = Optional.of(sha256(zip));
        numbers.put(sha.get(), number);
        if (!expected.present("function").contains(name)) {
            change(
                    "function/" + name,
                    sha,
                    () ->
                            calls.lambda()
                                    .createFunction(r ->
                                            r.functionName(name)
                                                    .runtime("java25")
                                                    .handler(Zips.NUMBER_HANDLER)
                                                    .role(roleArn)
                                                    .code(code -> code.zipFile(zip))));
        } else if (random.nextInt(3) == 0) {
            change(
                    "function/" + name,
                    Optional.empty(),
                    () -> calls.lambda().deleteFunction(r -> r.functionName(name)));
            return;
        } else {
            change(
                    "function/" + name,
                    sha,
                    () ->
                            calls.lambda()
                                    .updateFunctionCode(r -> r.functionName(name).zipFile(zip)));
        }
        awaitFunction(calls, name);
    }

    static void awaitFunction(CloudProcess.Calls calls, String name) {
        Awaitility.await().atMost(PATIENCE).until(() -> ready(calls, name));
    }

    static boolean ready(CloudProcess.Calls calls, String name) {
        var function = calls.lambda().getFunctionConfiguration(r -> r.functionName(name));
        return function.state() == State.ACTIVE
                && function.lastUpdateStatus() == LastUpdateStatus.SUCCESSFUL;
    }

    /** What a function with this code answers; -1 if it is none of these. */
    int number(String sha) {
        return numbers.getOrDefault(sha, -1);
    }

    boolean present(String kind, String name) {
        return expected.present(kind).contains(name);
    }

    static String sha256(SdkBytes zip) {
        return Base64.getEncoder()
                .encodeToString(HexFormat.of().parseHex(digest("SHA-256", zip.asByteArray())));
    }

    private void stream(CloudProcess.Calls calls, Random random) {
        String name = "STREAM".repeat(20) + random.nextInt(NAMES);
        if (expected.present("stream").contains(name)) {
            change(
                    "stream/" + name,
                    Optional.empty(),
                    () -> calls.kinesis().deleteStream(r -> r.streamName(name)));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !calls.kinesis().listStreams().streamNames().contains(name));
            return;
        }
        change(
                "stream/" + name,
                Optional.of(name),
                () -> calls.kinesis().createStream(r -> r.streamName(name).shardCount(1)));
        awaitActive(calls, name);
    }

    static void awaitActive(CloudProcess.Calls calls, String stream) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        calls.kinesis()
                                        .describeStreamSummary(r -> r.streamName(stream))
                                        .streamDescriptionSummary()
                                        .streamStatus()
                                == StreamStatus.ACTIVE);
    }

    private void reshard(CloudProcess.Calls calls, Random random) {
        // Each leaves closed shards behind, which are read from now on: so not all the time.
        Awaitility.await()
                .pollDelay(Duration.ofMillis(random.nextInt(4000)))
                .atMost(PATIENCE)
                .until(() -> true);
        // A call that was killed may have counted. Rarer as they get fewer, to reach the last
        // kills.
        if (reshards == MOST_RESHARDS || random.nextInt(reshards + 1) > 0) {
            return;
        }
        reshards++;
        awaitActive(calls, KillRun.STREAM);
        int target = List.of(3, 4, 5).get(random.nextInt(3));
        change(
                "shards/" + KillRun.STREAM,
                Optional.of(Integer.toString(target)),
                () ->
                        calls.kinesis()
                                .updateShardCount(r ->
                                        r.streamName(KillRun.STREAM)
                                                .targetShardCount(target)
                                                .scalingType(ScalingType.UNIFORM_SCALING)));
        awaitActive(calls, KillRun.STREAM);
    }

    /** Of a change that is seen as acknowledged only, whenever it happened. */
    void done(String resource, Optional<String> value) {
        expected.done(resource, value);
    }

    void change(String resource, Optional<String> value, Runnable call) {
        expected.begin(resource, value);
        call.run();
        expected.done(resource, value);
    }
}
