package dev.kinescope.localcloud.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections whose client never begins, stops in the middle of a request, or does not read
 * its answer, be it that it only pauses for longer than there is patience: the server itself would
 * wait without an end.
 */
final class Stalls implements Http1ConnectionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stalls.class);
    private static final int LOOKS = 4;

    private final long longestNanos;
    private final long silentNanos;
    private final Map<Integer, Silent> silent = new ConcurrentHashMap<>();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Map<ConnectionContext, Watch> headers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("local-cloud-stalls").factory());
    private final ScheduledFuture<?> looking;

    /** A connection that has not said anything. */
    private record Silent(SocketChannel connection, long since) {}

    /** Waits at most a quarter of {@code stalled} longer than it says. */
    Stalls(Patience patience) {
        this.longestNanos = patience.stalled().toNanos();
        this.silentNanos = patience.idle().toNanos();
        long period = longestNanos / LOOKS;
        looking = timer.scheduleAtFixedRate(this::look, period, period, TimeUnit.NANOSECONDS);
    }

    /** A client has connected. */
    void arrived(SocketChannel connection) {
        silent.put(connection.socket().getPort(), new Silent(connection, System.nanoTime()));
    }

    /** A client has said something; its port tells it apart, since all are of this machine. */
    void spoke(int port) {
        silent.remove(port);
    }

    /** Watches this thread, which is about to wait for the client, until the watch is closed. */
    Watch begin() {
        var watch = new Watch(Thread.currentThread(), System.nanoTime());
        watches.add(watch);
        return watch;
    }

    /**
     * Watches this thread between {@link Watch#waiting} and {@link Watch#rest}, again and again.
     */
    Watch forBody() {
        Watch watch = begin();
        watch.rest();
        return watch;
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        headers.put(connection, begin());
        spoke(connection.remotePeer().port());
    }

    @Override
    public void headers(ConnectionContext connection, Headers read) {
        Watch watch = headers.remove(connection);
        if (watch != null) {
            watch.close();
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (Watch watch : watches) {
            watch.look(now);
        }
        silent.forEach((port, each) -> {
            if (now - each.since() >= silentNanos && silent.remove(port, each)) {
                close(each.connection());
            }
        });
        // Of headers that could not be read, nobody tells the end.
        headers.values().removeIf(watch -> !watches.contains(watch));
    }

    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("A silent connection was not closed cleanly.", e);
        }
    }

    @Override
    public void close() {
        looking.cancel(true);
        timer.shutdownNow();
        silent.clear();
        headers.clear();
        watches.clear();
    }

    /** One wait. */
    final class Watch implements AutoCloseable {
        private final Thread thread;
        private long since;
        private boolean resting;
        private boolean ended;
        private boolean expired;

        private Watch(Thread thread, long since) {
            this.thread = thread;
            this.since = since;
        }

        /** The thread waits for the client from now on. */
        synchronized void waiting() {
            since = System.nanoTime();
            resting = false;
        }

        /** The thread waits no more: what it does next is not interrupted for it. */
        synchronized void rest() {
            resting = true;
            if (expired) {
                expired = false;
                Thread.interrupted();
                watches.add(this);
            }
        }

        /** Interrupts a wait that is too long, which closes the connection that it is for. */
        private synchronized void look(long now) {
            if (!ended && !resting && !expired && now - since >= longestNanos) {
                expired = true;
                thread.interrupt();
                watches.remove(this);
            }
        }

        /** Ends the watch; what comes after it on this thread is not interrupted for it. */
        @Override
        public synchronized void close() {
            ended = true;
            watches.remove(this);
            if (expired) {
                Thread.interrupted();
            }
        }
    }
}
