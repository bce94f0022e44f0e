package dev.kinescope.localcloud.kill;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A function that makes the file whose URI is its event: so it shows which events were run. */
public final class MarkHandler implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Files.write(Path.of(URI.create(event.substring(1, event.length() - 1))), new byte[0]);
        out.write("\"marked\"".getBytes(StandardCharsets.UTF_8));
    }
}
