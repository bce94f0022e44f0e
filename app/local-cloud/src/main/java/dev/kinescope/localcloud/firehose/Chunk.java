package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** An object while it fills; guarded by its buffer until it is sealed. */
final class Chunk {
    final DeliveryStream stream;
    final S3Settings settings;
    final Set<Receipt> receipts = new LinkedHashSet<>();
    Instant oldest = Instant.MAX;
    long bytes;
    long records;
    Scheduler.@Nullable Cancellable timer;

    /** Made once, so that a repetition overwrites instead of doubling. */
    @Nullable String key;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final OutputStream out;

    Chunk(DeliveryStream stream, S3Settings settings) {
        this.stream = stream;
        this.settings = settings;
        this.out = settings.format().compressing(content, stream.name());
    }

    void add(Outcome.Item item, Receipt receipt) {
        try {
            out.write(item.data());
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        bytes += item.data().length;
        records++;
        oldest = item.arrival().isBefore(oldest) ? item.arrival() : oldest;
        if (receipts.add(receipt)) {
            receipt.hold();
        }
    }

    /** All that was written, compressed if it is to be; closes the chunk. */
    ObjectSink.Content content() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return new ObjectSink.Content(content.toByteArray(), settings.format().encoding());
    }
}
