package dev.kinescope.localcloud.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A position in a shard, given to a client as an opaque token that says for itself what it means.
 *
 * @param created the stream's creation, so that a token of an earlier stream is not taken
 * @param index of the next record
 */
public record ShardIterator(
        String stream, Instant created, String shard, long index, Instant issued) {
    private static final String VERSION = "1";
    private static final int PARTS = 6;

    String token() {
        String text =
                String.join(
                        "|",
                        VERSION,
                        stream,
                        Long.toString(created.toEpochMilli()),
                        shard,
                        Long.toString(index),
                        Long.toString(issued.toEpochMilli()));
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a token; empty if it never was one. */
    public static Optional<ShardIterator> parse(String token) {
        try {
            String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            String[] parts = text.split("\\|", -1);
            if (parts.length != PARTS || !parts[0].equals(VERSION)) {
                return Optional.empty();
            }
            long index = Long.parseLong(parts[4]);
            return index < 0
                    ? Optional.empty()
                    : Optional.of(
                            new ShardIterator(
                                    parts[1],
                                    Instant.ofEpochMilli(Long.parseLong(parts[2])),
                                    parts[3],
                                    index,
                                    Instant.ofEpochMilli(Long.parseLong(parts[5]))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
