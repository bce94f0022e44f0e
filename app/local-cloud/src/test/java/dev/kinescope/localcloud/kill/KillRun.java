package dev.kinescope.localcloud.kill;

import dev.kinescope.localcloud.store.OwnerFiles;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Kills a local cloud under load again and again, and checks after each restart that all it had
 * acknowledged is there. Prints one JSON line for each kill and a summary.
 *
 * <p>Run it with {@code mvn -q -Pkill -Dkills=50 [-Dseed=N]}.
 */
final class KillRun {
    static final String STREAM = "posts";
    static final String BUCKET = "objects";
    static final String RESULTS = "results";
    static final String SCORED = "scored/";
    static final String PLAIN = "plain/";
    static final String DIRECT = "direct/";
    static final String DIRECT_STREAM = "direct";
    static final String ERRORS = "errors/";
    static final String TAGGED = "tagged ";
    static final int TAGGED_OBJECTS = 10;
    static final String FUNCTION = "newlines";
    static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":[
             "lambda.amazonaws.com","firehose.amazonaws.com"]},"Action":"sts:AssumeRole"}]}
            """;
    private static final String ALL =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
            """;
    static final String ROLE = "pipeline";
    private static final int SHARDS = 4;
    private static final int MOST_BEFORE_A_KILL = 10_000;
    private static final int MOST_MS_BEFORE_A_KILL = 5000;
    private static final Duration DRAIN = Duration.ofMinutes(10);

    private final Path data;
    private final Path log;
    private final Random random;
    private final Posts posts;
    private final Posts directPosts;
    private final Expectations expected = new Expectations();
    private final Marks marks;
    private final PrintStream out;
    private long startMs = 1500;
    private long lost;
    private long wrong;

    private KillRun(Path directory, long seed, PrintStream out) {
        this.data = directory.resolve("data");
        this.log = directory.resolve("cloud.log");
        this.marks = new Marks(directory.resolve("marks"));
        this.random = new Random(seed);
        this.posts = new Posts(seed);
        this.directPosts = new Posts(~seed);
        this.out = out;
    }

    /** Arguments: how many kills, and the seed, 0 for any. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("kill-run");
        long seed = Long.parseLong(arguments[1]);
        boolean sound =
                run(
                        directory,
                        Integer.parseInt(arguments[0]),
                        seed == 0 ? new Random().nextLong() : seed,
                        System.out);
        System.exit(sound ? 0 : 1);
    }

    /** Whether nothing that was acknowledged is lost; what it kept is then removed. */
    static boolean run(Path directory, int kills, long seed, PrintStream out) throws Exception {
        Files.createDirectories(directory);
        out.printf("{\"seed\":%d,\"kills\":%d,\"directory\":\"%s\"}%n", seed, kills, directory);
        var run = new KillRun(directory, seed, out);
        boolean sound = run.kill(kills);
        if (sound) {
            OwnerFiles.deleteTree(directory);
        }
        return sound;
    }

    private boolean kill(int kills) throws IOException, InterruptedException {
        String roleArn;
        try (CloudProcess cloud = CloudProcess.start(data, log);
                CloudProcess.Calls calls = cloud.ready()) {
            roleArn = setUp(calls);
        }
        expected.done("shards/" + STREAM, Optional.of(Integer.toString(SHARDS)));
        var changes = new Changes(expected, roleArn, marks);
        var check = new Check(posts, expected, changes::number);
        int kill = 0;
        while (kill < kills) {
            kill++;
            // The last is under load: it goes on until everything has been changed once.
            if (random.nextInt(4) == 0 && kill < kills) {
                killStarting(kill);
            } else {
                killUnderLoad(kill, kill == kills, changes, check);
            }
        }
        var stores = new StoreKills(data.resolveSibling("stores"), log);
        List<String> broken = stores.run(kills, random);
        broken.forEach(each -> System.err.println("WRONG " + each));
        wrong += broken.size();
        out.printf(
                "{\"storeKills\":%d,\"numbersWritten\":%d,\"wrong\":%d}%n",
                kills, stores.written(), broken.size());
        return finish(kills, check);
    }

    private void killStarting(int kill) throws IOException, InterruptedException {
        int after = (int) (random.nextDouble() * 1.2 * startMs);
        CloudProcess cloud = CloudProcess.start(data, log);
        pass(after);
        cloud.kill();
        out.printf("{\"kill\":%d,\"moment\":\"start\",\"afterMs\":%d}%n", kill, after);
    }

    private void killUnderLoad(int kill, boolean last, Changes changes, Check check)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        CloudProcess cloud = CloudProcess.start(data, log);
        try (CloudProcess.Calls calls = cloud.ready()) {
            startMs = (System.nanoTime() - begin) / 1_000_000;
            Check.Result result = check.sinceLast(calls);
            tell(result);
            int before = posts.acknowledged().cardinality();
            int records = random.nextInt(MOST_BEFORE_A_KILL);
            int most = random.nextInt(MOST_MS_BEFORE_A_KILL);
            long after;
            try (var load = new Load(calls, posts, directPosts, changes, random)) {
                // A busy machine needs a while before there is any load.
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> posts.acknowledged().cardinality() > before);
                long loaded = System.nanoTime();
                while (posts.acknowledged().cardinality() < before + records
                        && System.nanoTime() - loaded < most * 1_000_000L) {
                    pass(random.nextInt(20));
                }
                if (last) {
                    load.awaitAll(() -> unchanged().isEmpty() && directPosts.any());
                }
                after = (System.nanoTime() - loaded) / 1_000_000;
                load.expectEnd();
                cloud.kill();
            }
            out.printf(
                    "{\"kill\":%d,\"moment\":\"load\",\"afterMs\":%d,\"startMs\":%d,"
                            + "\"checkedRecords\":%d,\"lost\":%d,\"wrong\":%d,"
                            + "\"acknowledgedNow\":%d,\"changesInAll\":%s}%n",
                    kill,
                    after,
                    startMs,
                    result.records(),
                    result.missing().size(),
                    result.wrong().size(),
                    posts.acknowledged().cardinality() - before,
                    json(expected.acknowledged()));
        } finally {
            cloud.kill();
        }
    }

    private List<String> unchanged() {
        Map<String, Long> done = expected.acknowledged();
        return Changes.RESOURCES.stream().filter(kind -> !done.containsKey(kind)).toList();
    }

    private static String json(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> "\"" + count.getKey() + "\":" + count.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private void tell(Check.Result result) {
        lost += result.missing().size();
        wrong += result.wrong().size();
        result.missing().forEach(each -> System.err.println("LOST " + each));
        result.wrong().forEach(each -> System.err.println("WRONG " + each));
    }

    /** The last start: everything once more, and Firehose's delivery to its end. */
    private boolean finish(int kills, Check check) throws IOException {
        try (CloudProcess cloud = CloudProcess.start(data, log);
                CloudProcess.Calls calls = cloud.ready()) {
            tell(check.sinceLast(calls));
            Check.Result all = check.everything(calls);
            tell(all);
            var scored = new Delivered(posts, SCORED);
            var plain = new Delivered(posts, PLAIN);
            var direct = new Delivered(directPosts, DIRECT);
            try {
                Awaitility.await()
                        .atMost(DRAIN)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() ->
                                scored.readOn(calls) + plain.readOn(calls) + direct.readOn(calls)
                                        == 0);
            } catch (ConditionTimeoutException e) {
                System.err.println(
                        "LOST on the way to S3: %d with the function, %d without, %d put directly"
                                .formatted(scored.missing(), plain.missing(), direct.missing()));
            }
            List<String> unmarked = marks.missing(expected, DRAIN);
            unmarked.forEach(each -> System.err.println("WRONG " + each));
            wrong += unmarked.size();
            int errors = calls.s3().listObjectsV2(r -> r.bucket(RESULTS).prefix(ERRORS)).keyCount();
            unchanged().forEach(kind -> System.err.println("NEVER CHANGED " + kind));
            int acknowledged = posts.acknowledged().cardinality();
            boolean sound =
                    lost + wrong + errors == 0
                            && scored.sound()
                            && plain.sound()
                            && direct.sound()
                            && acknowledged > 0
                            && directPosts.any()
                            && unchanged().isEmpty();
            out.printf(
                    "{\"kills\":%d,\"acknowledgedRecords\":%d,\"recordsInStream\":%d,"
                            + "\"acknowledgedChanges\":%s,\"lostRecords\":%d,\"wrong\":%d,"
                            + "\"scored\":%s,\"plain\":%s,\"direct\":%s,\"errorObjects\":%d,"
                            + "\"sound\":%b}%n",
                    kills,
                    acknowledged,
                    all.records(),
                    json(expected.acknowledged()),
                    lost,
                    wrong,
                    scored.json(),
                    plain.json(),
                    direct.json(),
                    errors,
                    sound);
            return sound;
        }
    }

    private String setUp(CloudProcess.Calls calls) throws IOException {
        String role =
                calls.iam()
                        .createRole(r -> r.roleName(ROLE).assumeRolePolicyDocument(TRUST))
                        .role()
                        .arn();
        calls.iam().putRolePolicy(r -> r.roleName(ROLE).policyName("all").policyDocument(ALL));
        calls.s3().createBucket(r -> r.bucket(BUCKET));
        calls.s3().createBucket(r -> r.bucket(RESULTS));
        calls.kinesis().createStream(r -> r.streamName(STREAM).shardCount(SHARDS));
        Changes.awaitActive(calls, STREAM);
        String function =
                calls.lambda()
                        .createFunction(r ->
                                r.functionName(FUNCTION)
                                        .runtime("java25")
                                        .handler(Zips.HANDLER)
                                        .role(role)
                                        .timeout(60)
                                        .code(c ->
                                                c.zipFile(
                                                        SdkBytes.fromByteArray(Zips.different(0)))))
                        .functionArn();
        Changes.awaitFunction(calls, FUNCTION);
        String stream =
                calls.kinesis()
                        .describeStreamSummary(r -> r.streamName(STREAM))
                        .streamDescriptionSummary()
                        .streamARN();
        deliver(calls, role, stream, SCORED, p -> p.enabled(true).processors(processor(function)));
        deliver(calls, role, stream, PLAIN, p -> p.enabled(false));
        deliverDirect(calls, role);
        marks.setUp(calls, role);
        new MoreChanges(new Changes(new Expectations(), role, marks), role).setUp(calls);
        return role;
    }

    private static void deliverDirect(CloudProcess.Calls calls, String role) {
        calls.firehose()
                .createDeliveryStream(r ->
                        r.deliveryStreamName(DIRECT_STREAM)
                                .deliveryStreamType(DeliveryStreamType.DIRECT_PUT)
                                .extendedS3DestinationConfiguration(d ->
                                        d.roleARN(role)
                                                .bucketARN("arn:aws:s3:::" + RESULTS)
                                                .prefix(DIRECT)
                                                .errorOutputPrefix(ERRORS)
                                                .bufferingHints(
                                                        h -> h.sizeInMBs(1).intervalInSeconds(0))));
        awaitDelivery(calls, DIRECT_STREAM);
    }

    /** A delivery stream of its own for a prefix; it is ready when this returns. */
    private static void deliver(
            CloudProcess.Calls calls,
            String role,
            String stream,
            String prefix,
            Consumer<ProcessingConfiguration.Builder> processing) {
        String name = prefix.replace("/", "");
        calls.firehose()
                .createDeliveryStream(r ->
                        r.deliveryStreamName(name)
                                .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                                .kinesisStreamSourceConfiguration(
                                        k -> k.roleARN(role).kinesisStreamARN(stream))
                                .extendedS3DestinationConfiguration(d ->
                                        d.roleARN(role)
                                                .bucketARN("arn:aws:s3:::" + RESULTS)
                                                .prefix(prefix)
                                                .errorOutputPrefix(ERRORS)
                                                .bufferingHints(
                                                        h -> h.sizeInMBs(1).intervalInSeconds(0))
                                                .processingConfiguration(processing)));
        awaitDelivery(calls, name);
    }

    private static void awaitDelivery(CloudProcess.Calls calls, String name) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() ->
                        calls.firehose()
                                        .describeDeliveryStream(r -> r.deliveryStreamName(name))
                                        .deliveryStreamDescription()
                                        .deliveryStreamStatus()
                                == DeliveryStreamStatus.ACTIVE);
    }

    private static Processor processor(String functionArn) {
        return Processor.builder()
                .type("Lambda")
                .parameters(
                        ProcessorParameter.builder()
                                .parameterName("LambdaArn")
                                .parameterValue(functionArn)
                                .build(),
                        ProcessorParameter.builder()
                                .parameterName("BufferIntervalInSeconds")
                                .parameterValue("0")
                                .build())
                .build();
    }

    /** Lets a random time pass: that is what this is about. */
    private static void pass(int milliseconds) throws InterruptedException {
        new CountDownLatch(1).await(milliseconds, TimeUnit.MILLISECONDS);
    }
}
