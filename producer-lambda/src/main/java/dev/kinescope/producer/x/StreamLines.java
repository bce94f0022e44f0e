package dev.kinescope.producer.x;

import dev.kinescope.producer.live.Inbox;
import dev.kinescope.producer.live.Signal;
import dev.kinescope.producer.source.Ending;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Cuts the body of X's stream into lines, in the order in which it comes: what had come before the
 * connection broke off is told before that. (The JDK's own stream of a body forgets what was not
 * yet read when it breaks off.)
 */
final class StreamLines implements HttpResponse.BodySubscriber<byte[]> {
    /** No post comes near; without a bound one endless line would fill the memory. */
    private static final int MAX_LINE_BYTES = 4 << 20;

    private final Inbox to;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
    private boolean withinLine;
    private boolean tooLong;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;

    StreamLines(Inbox to) {
        this.to = to;
    }

    /** Takes no more, and ends the connection. */
    void cancel() {
        cancelled = true;
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }

    /** At once: what matters comes by the lines. */
    @Override
    public CompletionStage<byte[]> getBody() {
        return CompletableFuture.completedFuture(new byte[0]);
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        put(new Signal.Opened());
        more();
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                take(buffer.get());
            }
        }
        more();
    }

    @Override
    public void onError(Throwable broken) {
        end(broken.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
        end("X ended the stream");
    }

    private void take(byte next) {
        if (next != '\n') {
            withinLine = true;
            tooLong |= line.size() == MAX_LINE_BYTES;
            if (!tooLong) {
                line.write(next);
            }
            return;
        }
        put(tooLong ? new Signal.BadMessage("longer than 4 MiB") : signal());
        line.reset();
        withinLine = false;
        tooLong = false;
    }

    private Signal signal() {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(line.toByteArray()))
                            .toString();
            return text.isBlank() ? new Signal.KeepAlive() : new Signal.Message(text);
        } catch (CharacterCodingException _) {
            return new Signal.BadMessage("not UTF-8");
        }
    }

    private void end(String how) {
        if (withinLine) {
            put(new Signal.CutOff());
        }
        put(new Signal.Ended(new Ending.Lost(how)));
    }

    private void more() {
        Flow.Subscription open = subscription;
        if (open == null) {
            return;
        }
        if (cancelled) {
            open.cancel();
        } else {
            open.request(1);
        }
    }

    /** Waits when the reader is slow, and so, over the network, does X. */
    private void put(Signal signal) {
        try {
            if (!cancelled && !to.put(signal)) {
                cancelled = true;
            }
        } catch (InterruptedException _) {
            cancelled = true;
            Thread.currentThread().interrupt();
        }
    }
}
