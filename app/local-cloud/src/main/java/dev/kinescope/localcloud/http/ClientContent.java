package dev.kinescope.localcloud.http;

import dev.kinescope.localcloud.wire.RequestFault;

import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;

/**
 * A body as the server reads it: whatever ends it before its time is told as a fault of the
 * request, since only the client can have caused it.
 */
final class ClientContent extends FilterInputStream {
    private static final int BUFFER = 16 * 1024;

    private final Stalls.Watch watch;
    private boolean broken;

    ClientContent(InputStream in, Stalls stalls) {
        super(in);
        this.watch = stalls.forBody();
    }

    /** Reads what the service has left, so that the next request can follow. */
    void drain() {
        if (broken) {
            return;
        }
        try {
            // Nearly always nothing is left: one byte tells.
            if (read() >= 0) {
                var rest = new byte[BUFFER];
                int read = 0;
                while (read >= 0) {
                    read = read(rest, 0, rest.length);
                }
            }
        } catch (RequestFault e) {
            throw new CloseConnectionException("The body was broken off.", e);
        }
    }

    /** The server's own would read on to the end, unwatched: that is what {@link #drain} is for. */
    @Override
    public void close() {}

    /** Nobody reads it any more. */
    void end() {
        watch.close();
    }

    /** Whether it ended before its time. */
    boolean isBroken() {
        return broken;
    }

    @Override
    public int read() {
        return reading(() -> {
            try {
                return in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        return reading(() -> {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private int reading(IntSupplier read) {
        watch.waiting();
        try {
            return read.getAsInt();
        } catch (RequestException e) {
            broken = true;
            throw e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)
                    ? new RequestFault(
                            413,
                            "RequestEntityTooLargeException",
                            "The request is larger than the endpoint takes.")
                    : RequestFault.incomplete(e);
        } catch (UncheckedIOException e) {
            broken = true;
            throw e.getCause() instanceof InterruptedIOException
                    ? new RequestFault(
                            400,
                            "RequestTimeout",
                            "Your socket connection to the server was not read from or written to"
                                    + " within the timeout period. Idle connections will be"
                                    + " closed.")
                    : RequestFault.incomplete(e);
        } catch (RuntimeException e) {
            broken = true;
            // The server's own word for a connection that ended within the body.
            throw RequestFault.incomplete(e);
        } finally {
            watch.rest();
        }
    }
}
