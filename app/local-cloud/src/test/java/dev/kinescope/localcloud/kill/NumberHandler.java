package dev.kinescope.localcloud.kill;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A function that answers with the number in its package: so it shows which code is run. */
public final class NumberHandler implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        try (InputStream number = NumberHandler.class.getResourceAsStream("/number.txt")) {
            number.transferTo(out);
        }
    }
}
