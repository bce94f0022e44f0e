package dev.kinescope.localcloud;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A transform function without libraries: ends each record with a newline, fails those of "bad".
 */
public final class NewlineHandler implements RequestStreamHandler {
    private static final Pattern RECORD =
            Pattern.compile("\"recordId\":\"([^\"]*)\".*?\"data\":\"([^\"]*)\"");

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        String records =
                RECORD.matcher(event)
                        .results()
                        .map(found -> answer(found.group(1), found.group(2)))
                        .collect(Collectors.joining(","));
        out.write(("{\"records\":[" + records + "]}").getBytes(StandardCharsets.UTF_8));
    }

    private static String answer(String id, String data) {
        String text = new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8) + "\n";
        String result = text.startsWith("bad") ? "ProcessingFailed" : "Ok";
        return "{\"recordId\":\"%s\",\"result\":\"%s\",\"data\":\"%s\"}"
                .formatted(
                        id,
                        result,
                        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }
}
