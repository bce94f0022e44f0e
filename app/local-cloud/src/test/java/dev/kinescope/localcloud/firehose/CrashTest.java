package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.Record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A process that is killed between any two steps goes on where it was: no record is lost, and at
 * most doubled.
 */
class CrashTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OTHER_SHARD = "shardId-000000000001";

    /** Unwinds everything, as if the process were gone: nobody catches an error. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** One run, which is killed at one step of it. */
    private static final class Run {
        final World world = new World();
        final Set<String> dropped = new HashSet<>();
        final Set<String> sent = new HashSet<>();
        private int stepsLeft;

        Run(int killedAt) {
            stepsLeft = killedAt;
            world.step =
                    () -> {
                        if (--stepsLeft == 0) {
                            throw new Killed();
                        }
                    };
        }

        boolean wasKilled() {
            return stepsLeft <= 0;
        }

        void advance(Duration by) {
            Instant end = world.time.instant().plus(by);
            while (world.time.instant().isBefore(end)) {
                try {
                    world.advance(Duration.between(world.time.instant(), end));
                } catch (Killed e) {
                    world.kill();
                }
            }
        }

        void put(String shard, String... texts) {
            sent.addAll(List.of(texts));
            world.stream.put(shard, World.bytes(texts));
        }

        /** As a client does that got no answer: it looks, and asks again. */
        void create(Runnable creation, String name) {
            while (!world.firehose.listDeliveryStreams().deliveryStreamNames().contains(name)) {
                try {
                    creation.run();
                } catch (Killed e) {
                    world.kill();
                }
            }
            advance(Duration.ofSeconds(1));
        }
    }

    private static Consumer<ExtendedS3DestinationConfiguration.Builder> destination(int backup) {
        return d ->
                d.prefix("ok/")
                        .errorOutputPrefix("failed/")
                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(5))
                        .processingConfiguration(p ->
                                p.enabled(true)
                                        .processors(World.lambda("BufferIntervalInSeconds", "2")))
                        .s3BackupMode("Enabled")
                        .s3BackupConfiguration(s ->
                                s.roleARN(World.ROLE)
                                        .bucketARN("arn:aws:s3:::raw")
                                        .prefix("all/")
                                        .bufferingHints(
                                                h -> h.sizeInMBs(1).intervalInSeconds(backup)));
    }

    private static void decide(Run run) {
        run.world.function.behave(event ->
                run.world.function.events.size() == 2
                        ? new Transformer.Answer.Failed(Transformer.Failure.FUNCTION_ERROR)
                        : FakeFunction.each(
                                event,
                                record -> {
                                    String text = FakeFunction.text(record).strip();
                                    if (text.startsWith("drop")) {
                                        run.dropped.add(text);
                                        return FakeFunction.result(record, "Dropped");
                                    }
                                    return text.startsWith("bad")
                                            ? FakeFunction.result(record, "ProcessingFailed")
                                            : FakeFunction.upperCase(record);
                                }));
    }

    @Test
    void aKillBetweenAnyTwoStepsLosesNothingOfAStream() {
        int step = 1;
        for (Run run = reading(step); run.wasKilled(); run = reading(step)) {
            check(run, "killed at step " + step);
            step++;
        }
        // Fewer would mean that the steps are not seen.
        assertThat(step).isGreaterThan(35);
    }

    private static Run reading(int killedAt) {
        var run = new Run(killedAt);
        decide(run);
        World world = run.world;
        world.stream.shard(OTHER_SHARD);
        run.create(
                () ->
                        world.firehose.createDeliveryStream(b ->
                                b.deliveryStreamName("posts")
                                        .deliveryStreamType("KinesisStreamAsSource")
                                        .kinesisStreamSourceConfiguration(k ->
                                                k.kinesisStreamARN(FakeStream.ARN)
                                                        .roleARN(World.ROLE))
                                        .extendedS3DestinationConfiguration(d ->
                                                d.roleARN(World.ROLE)
                                                        .bucketARN(FakeBucket.ARN)
                                                        .applyMutation(destination(60)))),
                "posts");
        run.put(World.SHARD, "a\n", "drop 1\n", "bad 1\n");
        run.put(OTHER_SHARD, "drop 2\n");
        run.advance(Duration.ofSeconds(3));
        run.put(OTHER_SHARD, "b\n", "drop 3\n");
        run.advance(Duration.ofSeconds(2));
        run.put(World.SHARD, "bad 2\n");
        run.advance(Duration.ofSeconds(4));
        world.stream.shard("left", World.SHARD).shard("right", World.SHARD).close(World.SHARD);
        run.put("left", "l\n");
        run.put("right", "drop 4\n");
        run.put(OTHER_SHARD, "bad 3\n");
        run.advance(Duration.ofSeconds(70));
        run.put("left", "end\n");
        run.put(OTHER_SHARD, "drop 5\n");
        run.advance(Duration.ofSeconds(140));
        return run;
    }

    @Test
    void aKillBetweenAnyTwoStepsLosesNoAcceptedPut() {
        int step = 1;
        for (Run run = putting(step); run.wasKilled(); run = putting(step)) {
            check(run, "killed at step " + step);
            step++;
        }
        assertThat(step).isGreaterThan(20);
    }

    private static Run putting(int killedAt) {
        var run = new Run(killedAt);
        decide(run);
        run.create(
                () ->
                        run.world.firehose.createDeliveryStream(b ->
                                b.deliveryStreamName("direct")
                                        .extendedS3DestinationConfiguration(d ->
                                                d.roleARN(World.ROLE)
                                                        .bucketARN(FakeBucket.ARN)
                                                        .applyMutation(destination(60)))),
                "direct");
        for (String text : List.of("a\n", "drop 1\n", "bad 1\n", "b\n")) {
            try {
                run.world.firehose.putRecord(b ->
                        b.deliveryStreamName("direct")
                                .record(
                                        Record.builder()
                                                .data(SdkBytes.fromUtf8String(text))
                                                .build()));
                run.sent.add(text);
            } catch (Killed e) {
                run.world.kill();
            }
            run.advance(Duration.ofSeconds(3));
        }
        run.advance(Duration.ofSeconds(200));
        return run;
    }

    /** Every record is where it belongs, if twice; and once more when nothing more is owed. */
    private static void check(Run run, String when) {
        Set<String> reached = new HashSet<>(run.dropped);
        run.world.bucket.lines("results/ok/").forEach(line -> reached.add(line.toLowerCase()));
        run.world.bucket.lines("results/failed/").forEach(line -> reached.add(raw(line)));
        List<String> sent = run.sent.stream().map(String::strip).toList();
        assertThat(reached).as(when).containsAll(sent);
        assertThat(run.world.bucket.lines("raw/all/")).as(when).containsAll(sent);

        int objects = run.world.bucket.objects.size();
        run.world.kill();
        run.advance(Duration.ofSeconds(200));
        assertThat(run.world.bucket.objects).as(when).hasSize(objects);
    }

    private static String raw(String errorLine) {
        try {
            return new String(
                            JSON.readTree(errorLine).get("rawData").binaryValue(),
                            StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new AssertionError(errorLine, e);
        }
    }

    /** What a checkpoint knows is stored: with a bucket that takes nothing, it must not move. */
    @Test
    void aCheckpointNeverPassesWhatTheBucketHasNotTaken() {
        var run = new Run(-1);
        decide(run);
        World world = run.world;
        world.create(destination(60));
        world.bucket.refuse(Integer.MAX_VALUE);
        var texts = new ArrayList<>(List.of("a\n", "bad\n", "drop 1\n"));
        run.put(World.SHARD, texts.toArray(String[]::new));
        run.advance(Duration.ofMinutes(5));
        world.kill();
        world.bucket.refuse(0);
        run.advance(Duration.ofMinutes(5));

        check(run, "after a bucket that took nothing");
    }
}
