package dev.kinescope.localcloud.http;

import dev.kinescope.localcloud.wire.ClientGoneException;
import dev.kinescope.localcloud.wire.WireReply;

import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes answers, each step of it watched: a client that does not take it is not waited for. */
final class Answers {
    private static final int COPY_BUFFER = 64 * 1024;

    /** What is known is written at once up to this size, larger ones in steps of it. */
    private static final int STEP = 1024 * 1024;

    private final Stalls stalls;

    Answers(Stalls stalls) {
        this.stalls = stalls;
    }

    void send(String method, WireReply reply, ServerResponse response) {
        response.status(Status.create(reply.status()));
        reply.headers().forEach(response::header);
        switch (reply.content()) {
            case WireReply.Content.Bytes known -> send(body(method, known.bytes()), response);
            case WireReply.Content.Stream(InputStream stream, long length) -> {
                response.contentLength(length);
                copy(stream, response.outputStream());
            }
        }
    }

    void refuse(String method, ServerResponse response, int status, String text) {
        response.status(Status.create(status));
        response.header("Content-Type", "text/plain; charset=utf-8");
        send(body(method, (text + "\n").getBytes(StandardCharsets.UTF_8)), response);
    }

    /** After the headers of an answer to HEAD, a client reads the next answer (RFC 9110, 9.3.2). */
    private static byte[] body(String method, byte[] bytes) {
        return method.equals("HEAD") ? new byte[0] : bytes;
    }

    private void send(byte[] bytes, ServerResponse response) {
        if (bytes.length <= STEP) {
            toClient(() -> response.send(bytes));
            return;
        }
        response.contentLength(bytes.length);
        OutputStream out = response.outputStream();
        for (int from = 0; from < bytes.length; from += STEP) {
            int start = from;
            toClient(() -> out.write(bytes, start, Math.min(STEP, bytes.length - start)));
        }
        toClient(out::close);
    }

    /** What cannot be read is the service's failure, what cannot be written the client's. */
    private void copy(InputStream stream, OutputStream out) {
        var buffer = new byte[COPY_BUFFER];
        for (int count = next(stream, buffer); count >= 0; count = next(stream, buffer)) {
            int length = count;
            toClient(() -> out.write(buffer, 0, length));
        }
        toClient(out::close);
    }

    private static int next(InputStream stream, byte[] buffer) {
        try {
            return stream.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("The content of an answer cannot be read", e);
        }
    }

    /** Writing to a client. */
    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private void toClient(Write write) {
        try (var _ = stalls.begin()) {
            write.run();
        } catch (IOException
                | UncheckedIOException
                | CloseConnectionException
                | SocketWriterException e) {
            throw new ClientGoneException(e);
        }
    }
}
