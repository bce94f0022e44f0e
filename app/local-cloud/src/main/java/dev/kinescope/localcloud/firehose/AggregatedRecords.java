package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes apart the records that the Kinesis Producer Library packs into one: four magic bytes, a
 * protocol buffer message, its MD5 digest (awslabs/amazon-kinesis-producer, aggregation-format.md).
 */
final class AggregatedRecords {
    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int DIGEST = 16;

    /** Wire types of protocol buffers. */
    private static final int VARINT = 0;

    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private AggregatedRecords() {}

    /** The records with those that are aggregated replaced by what they hold. */
    static List<SourceRecord> split(List<SourceRecord> records) {
        if (records.stream().noneMatch(record -> hasMagic(record.data()))) {
            return records;
        }
        var all = new ArrayList<SourceRecord>(records.size() * 2);
        for (SourceRecord record : records) {
            List<SourceRecord> inner = hasMagic(record.data()) ? inner(record) : null;
            if (inner == null) {
                all.add(record);
            } else {
                all.addAll(inner);
            }
        }
        return all;
    }

    private static boolean hasMagic(byte[] data) {
        return data.length > MAGIC.length + DIGEST
                && Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Null if it only looks like an aggregated record: then it is data like any other. */
    private static @Nullable List<SourceRecord> inner(SourceRecord record) {
        byte[] data = record.data();
        SourceRecord.Origin origin = record.kinesis();
        int end = data.length - DIGEST;
        if (origin == null
                || !Arrays.equals(
                        md5(data, MAGIC.length, end), Arrays.copyOfRange(data, end, data.length))) {
            return null;
        }
        try {
            return read(ByteBuffer.wrap(data, MAGIC.length, end - MAGIC.length), record, origin);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    private record Part(int keyIndex, ByteBuffer data) {}

    /** AggregatedRecord: 1 is the table of partition keys, 3 a record. */
    private static @Nullable List<SourceRecord> read(
            ByteBuffer message, SourceRecord record, SourceRecord.Origin origin) {
        List<String> keys = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        while (message.hasRemaining()) {
            long tag = varint(message);
            int field = (int) (tag >>> 3);
            if ((tag & 7) == BYTES && field == 1) {
                keys.add(StandardCharsets.UTF_8.decode(bytes(message)).toString());
            } else if ((tag & 7) == BYTES && field == 3) {
                parts.add(part(bytes(message)));
            } else {
                skip(message, (int) (tag & 7));
            }
        }
        var records = new ArrayList<SourceRecord>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.keyIndex() < 0 || part.keyIndex() >= keys.size()) {
                return null;
            }
            byte[] data = new byte[part.data().remaining()];
            part.data().get(data);
            records.add(
                    SourceRecord.of(
                            new SourceRecord.Origin(
                                    origin.shardId(),
                                    origin.sequenceNumber(),
                                    i,
                                    keys.get(part.keyIndex())),
                            data,
                            record.arrival()));
        }
        return records;
    }

    /** Record: 1 is the index of its partition key, 3 its data. */
    private static Part part(ByteBuffer message) {
        int key = -1;
        ByteBuffer data = ByteBuffer.allocate(0);
        while (message.hasRemaining()) {
            long tag = varint(message);
            int field = (int) (tag >>> 3);
            if ((tag & 7) == VARINT && field == 1) {
                key = (int) varint(message);
            } else if ((tag & 7) == BYTES && field == 3) {
                data = bytes(message);
            } else {
                skip(message, (int) (tag & 7));
            }
        }
        return new Part(key, data);
    }

    private static void skip(ByteBuffer message, int wireType) {
        switch (wireType) {
            case VARINT -> varint(message);
            case FIXED_64 -> message.getLong();
            case BYTES -> bytes(message);
            case FIXED_32 -> message.getInt();
            default -> throw new IllegalArgumentException("Wire type " + wireType);
        }
    }

    private static ByteBuffer bytes(ByteBuffer message) {
        long length = varint(message);
        if (length < 0 || length > message.remaining()) {
            throw new IllegalArgumentException("Longer than the message");
        }
        ByteBuffer content = message.slice(message.position(), (int) length);
        message.position(message.position() + (int) length);
        return content;
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("A number that does not end");
    }

    private static byte[] md5(byte[] data, int from, int to) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(data, from, to - from);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
