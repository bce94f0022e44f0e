package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An object while it fills; guarded by its buffer until it is sealed, and then used by one thread
 * at a time.
 */
final class Chunk {
    private static final int PIECE = 1 << 18;

    final Set<Receipt> receipts = new LinkedHashSet<>();
    Instant oldest = Instant.MAX;
    long bytes;
    long records;
    Scheduler.@Nullable Cancellable timer;

    /** Where it goes: what was configured when it began, or later if that was refused. */
    DeliveryStream stream;

    S3Settings settings;

    /** Made once for a place, so that a repetition overwrites instead of doubling. */
    @Nullable String key;

    private final List<byte[]> pieces = new ArrayList<>();
    private byte[] filling = new byte[0];
    private int filled;
    private @Nullable Receipt last;
    private ObjectSink.@Nullable Content content;

    Chunk(DeliveryStream stream, S3Settings settings) {
        this.stream = stream;
        this.settings = settings;
    }

    void add(Outcome.Item item, Receipt receipt) {
        if (receipt != last && receipts.add(receipt)) {
            receipt.hold();
        }
        last = receipt;
        write(item.data());
        bytes += item.data().length;
        records++;
        oldest = item.arrival().isBefore(oldest) ? item.arrival() : oldest;
    }

    private void write(byte[] data) {
        if (data.length > filling.length - filled) {
            cut();
            // Small at first: a delivery stream may have hundreds of objects open.
            int size = Math.min(PIECE, 8_192 << Math.min(pieces.size(), 5));
            filling = new byte[Math.max(size, data.length)];
        }
        System.arraycopy(data, 0, filling, filled, data.length);
        filled += data.length;
    }

    private void cut() {
        if (filled > 0) {
            pieces.add(filled == filling.length ? filling : Arrays.copyOf(filling, filled));
        }
        filling = new byte[0];
        filled = 0;
    }

    /**
     * All that was written, compressed if it is to be. Compressed only now: records that come
     * meanwhile do not wait for it.
     */
    ObjectSink.Content content() {
        ObjectSink.Content made = content;
        if (made == null) {
            cut();
            Compression format = settings.format();
            made =
                    new ObjectSink.Content(
                            format == Compression.UNCOMPRESSED ? joined() : compressed(format),
                            format.encoding());
            content = made;
            pieces.clear();
        }
        return made;
    }

    private byte[] joined() {
        byte[] all = new byte[Math.toIntExact(bytes)];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    private byte[] compressed(Compression format) {
        var memory = new ByteArrayOutputStream(PIECE);
        try (OutputStream out = format.compressing(memory, stream.name())) {
            for (byte[] piece : pieces) {
                out.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return memory.toByteArray();
    }
}
