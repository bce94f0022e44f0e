package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The producer library's aggregated records, written here as its description says. */
class AggregatedRecordsTest {
    private static final Instant ARRIVAL = Instant.parse("2026-03-01T12:00:00Z");

    private static SourceRecord record(byte[] data) {
        return SourceRecord.of(
                new SourceRecord.Origin("shardId-000000000000", "4959", 0, "outer"), data, ARRIVAL);
    }

    /** Texts with their keys' places in a table of two. */
    private static byte[] aggregated(int[] keys, String... texts) {
        var message = new ByteArrayOutputStream();
        bytes(message, 1, "k0".getBytes(UTF_8));
        bytes(message, 1, "k1".getBytes(UTF_8));
        bytes(message, 2, "12345".getBytes(UTF_8));
        for (int i = 0; i < texts.length; i++) {
            var part = new ByteArrayOutputStream();
            part.write(1 << 3);
            varint(part, keys[i]);
            part.write(2 << 3);
            varint(part, 0);
            bytes(part, 3, texts[i].getBytes(UTF_8));
            bytes(part, 4, new byte[] {1, 2});
            bytes(message, 3, part.toByteArray());
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2});
        all.writeBytes(message.toByteArray());
        all.writeBytes(md5(message.toByteArray()));
        return all.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] content) {
        out.write(field << 3 | 2);
        varint(out, content.length);
        out.writeBytes(content);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 127) {
            out.write(rest & 127 | 128);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static byte[] md5(byte[] data) {
        try {
            return MessageDigest.getInstance("MD5").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachPartIsARecordOfItsOwnWithItsKeyAndNumber() {
        String big = "x".repeat(300);
        List<SourceRecord> split =
                AggregatedRecords.split(
                        List.of(
                                record("plain".getBytes(UTF_8)),
                                record(aggregated(new int[] {0, 1, 1}, "a", big, ""))));

        assertThat(split)
                .extracting(one -> new String(one.data(), UTF_8))
                .containsExactly("plain", "a", big, "");
        assertThat(split)
                .extracting(SourceRecord::id)
                .containsExactly("4959000000", "4959000000", "4959000001", "4959000002");
        assertThat(split.get(2).kinesis())
                .isEqualTo(new SourceRecord.Origin("shardId-000000000000", "4959", 1, "k1"));
        assertThat(split.get(2).arrival()).isEqualTo(ARRIVAL);
    }

    @Test
    void whatOnlyLooksAggregatedStaysAsItIs() {
        byte[] wrongDigest = aggregated(new int[] {0}, "a");
        wrongDigest[wrongDigest.length - 1] ^= 1;
        byte[] keyOutside = aggregated(new int[] {2}, "a");
        byte[] magicOnly = Arrays.copyOf(wrongDigest, 21);
        var records = List.of(record(wrongDigest), record(keyOutside), record(magicOnly));

        assertThat(AggregatedRecords.split(records)).isEqualTo(records);
    }

    @RepeatedTest(3)
    void brokenMessagesWithARightDigestNeverThrow() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] good = aggregated(new int[] {0, 1}, "first", "second");
            byte[] message = Arrays.copyOfRange(good, 4, good.length - 16);
            for (int change = random.nextInt(4); change >= 0; change--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            var all = new ByteArrayOutputStream();
            all.write(good, 0, 4);
            all.writeBytes(message);
            all.writeBytes(md5(message));
            assertThat(AggregatedRecords.split(List.of(record(all.toByteArray()))))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }

    @Test
    void theFunctionSeesTheParts() {
        var world = new World();
        world.create(d ->
                d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0))
                        .processingConfiguration(p ->
                                p.enabled(true)
                                        .processors(World.lambda("BufferIntervalInSeconds", "0"))));
        world.stream.put(World.SHARD, aggregated(new int[] {0, 1}, "a", "b"));
        world.advance(Duration.ofSeconds(1));

        assertThat(world.bucket.texts("")).containsExactly("A\nB\n");
        var metadata =
                world.function.events.getFirst().get("records").get(1).get("kinesisRecordMetadata");
        assertThat(metadata.get("subsequenceNumber").intValue()).isEqualTo(1);
        assertThat(metadata.get("partitionKey").textValue()).isEqualTo("k1");
        assertThat(world.sum("DataReadFromKinesisStream.Records")).isEqualTo(1);
        assertThat(world.sum("DeliveryToS3.Records")).isEqualTo(2);
    }
}
