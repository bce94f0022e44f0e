package dev.kinescope.localcloud.kill;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Holds what a restarted cloud has against what was acknowledged before it was killed. */
final class Check {
    private static final int MOST_TOLD = 20;

    private final Posts posts;
    private final Expectations expected;
    private final ToIntFunction<String> numbers;

    /** How far each shard has been checked. */
    private final Map<String, String> positions = new HashMap<>();

    private final List<String> wrong = new ArrayList<>();
    private long found;

    /**
     * Nothing is checked yet.
     *
     * @param numbers what a function answers, by the SHA-256 of its code
     */
    Check(Posts posts, Expectations expected, ToIntFunction<String> numbers) {
        this.posts = posts;
        this.expected = expected;
        this.numbers = numbers;
    }

    /**
     * What one check saw.
     *
     * @param records read since the last check
     * @param missing acknowledged and not there
     * @param wrong everything else that is not as acknowledged
     */
    record Result(long records, List<String> missing, List<String> wrong) {
        boolean sound() {
            return missing.isEmpty() && wrong.isEmpty();
        }
    }

    /** Checks the records that have come since the last time, and all resources. */
    Result sinceLast(CloudProcess.Calls calls) {
        wrong.clear();
        found = 0;
        for (Shard shard : shards(calls)) {
            String reached =
                    read(calls, shard.shardId(), positions.get(shard.shardId()), new BitSet());
            if (reached != null) {
                positions.put(shard.shardId(), reached);
            }
        }
        List<String> missing = posts.missing();
        resources(calls);
        var functions = expected.present("function");
        if (!functions.isEmpty()) {
            invoke(calls, functions.get((int) (found % functions.size())));
        }
        return new Result(found, few(missing), few(wrong));
    }

    /** Reads every shard from its beginning: every acknowledged post must come, whole, in order. */
    Result everything(CloudProcess.Calls calls) {
        wrong.clear();
        found = 0;
        var seen = new BitSet();
        shards(calls).forEach(shard -> read(calls, shard.shardId(), null, seen));
        expected.present("function").forEach(name -> invoke(calls, name));
        BitSet missing = posts.acknowledged();
        missing.andNot(seen);
        return new Result(
                found, few(missing.stream().mapToObj(post -> "post " + post).toList()), few(wrong));
    }

    private static List<String> few(List<String> all) {
        return all.size() <= MOST_TOLD ? List.copyOf(all) : List.copyOf(all.subList(0, MOST_TOLD));
    }

    private static List<Shard> shards(CloudProcess.Calls calls) {
        return calls.kinesis().listShards(r -> r.streamName(KillRun.STREAM)).shards();
    }

    /** Reads on from a sequence number, null for the beginning; answers the last one there is. */
    private String read(CloudProcess.Calls calls, String shard, String after, BitSet seen) {
        String iterator =
                calls.kinesis()
                        .getShardIterator(r -> {
                            r.streamName(KillRun.STREAM).shardId(shard);
                            if (after == null) {
                                r.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                            } else {
                                r.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                        .startingSequenceNumber(after);
                            }
                        })
                        .shardIterator();
        String last = after;
        while (iterator != null) {
            String from = iterator;
            GetRecordsResponse got = calls.kinesis().getRecords(r -> r.shardIterator(from));
            for (Record record : got.records()) {
                check(shard, record, last);
                last = record.sequenceNumber();
                seen.set(Math.max(0, Posts.number(record.data().asUtf8String())));
            }
            boolean atEnd = got.records().isEmpty() && got.millisBehindLatest() == 0;
            iterator = atEnd ? null : got.nextShardIterator();
        }
        return last;
    }

    private void check(String shard, Record record, String before) {
        found++;
        String number = record.sequenceNumber();
        byte[] data = record.data().asByteArrayUnsafe();
        int post = Posts.number(new String(data, StandardCharsets.US_ASCII));
        if (post < 0 || post >= posts.begun() || !Arrays.equals(data, posts.content(post))) {
            wrong.add("The record " + number + " of " + shard + " is not what was put.");
        } else if (!posts.found(shard, number, post)) {
            wrong.add("The record " + number + " of " + shard + " is another, post " + post + ".");
        }
        if (before != null && new BigInteger(number).compareTo(new BigInteger(before)) <= 0) {
            wrong.add("The record " + number + " of " + shard + " comes behind " + before + ".");
        }
    }

    private void resources(CloudProcess.Calls calls) {
        var more = new MoreChecks(calls, expected);
        wrong.addAll(more.stuck());
        wrong.addAll(more.wrong());
        var roles = new HashMap<String, String>();
        calls.iam()
                .listRolesPaginator()
                .roles()
                .forEach(role -> roles.put(role.roleName(), String.valueOf(role.description())));
        wrong.addAll(expected.check("role", roles));

        var functions = new HashMap<String, String>();
        for (FunctionConfiguration function : calls.lambda().listFunctionsPaginator().functions()) {
            functions.put(function.functionName(), function.codeSha256());
        }
        wrong.addAll(expected.check("function", functions));

        var streams = new HashMap<String, String>();
        calls.kinesis().listStreams().streamSummaries().stream()
                .forEach(stream -> streams.put(stream.streamName(), stream.streamName()));
        wrong.addAll(expected.check("stream", streams));

        // What was acknowledged while it was UPDATING is done once it is not.
        Changes.awaitActive(calls, KillRun.STREAM);
        int open =
                calls.kinesis()
                        .describeStreamSummary(r -> r.streamName(KillRun.STREAM))
                        .streamDescriptionSummary()
                        .openShardCount();
        wrong.addAll(expected.check("shards", Map.of(KillRun.STREAM, Integer.toString(open))));

        var objects = new HashMap<String, String>();
        calls.s3().listObjectsV2Paginator(r -> r.bucket(KillRun.BUCKET)).contents().stream()
                .filter(object -> object.key().startsWith("folder"))
                .forEach(object -> objects.put(object.key(), content(calls, object.key())));
        wrong.addAll(expected.check("object", objects));
    }

    /** The MD5 of what is really there, if the ETag says the same. */
    private static String content(CloudProcess.Calls calls, String key) {
        var object = calls.s3().getObjectAsBytes(r -> r.bucket(KillRun.BUCKET).key(key));
        String md5 = Changes.digest("MD5", object.asByteArrayUnsafe());
        String tag = object.response().eTag().replace("\"", "");
        return tag.equals(md5) ? md5 : "content " + md5 + " with ETag " + tag;
    }

    /** It must run the code that it is said to have. */
    private void invoke(CloudProcess.Calls calls, String name) {
        var configuration = calls.lambda().getFunctionConfiguration(r -> r.functionName(name));
        var answer =
                calls.lambda()
                        .invoke(r -> r.functionName(name).payload(SdkBytes.fromUtf8String("{}")));
        String text = answer.payload().asUtf8String();
        String number = Integer.toString(numbers.applyAsInt(configuration.codeSha256()));
        if (answer.functionError() != null || !text.equals(number)) {
            wrong.add("The function " + name + " answers " + text + ", not " + number);
        }
    }
}
