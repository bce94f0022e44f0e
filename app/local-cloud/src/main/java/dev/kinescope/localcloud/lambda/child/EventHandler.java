package dev.kinescope.localcloud.lambda.child;

import com.amazonaws.services.lambda.runtime.Context;

import java.io.InputStream;
import java.io.OutputStream;

/** Any kind of handler, once it is found: bytes in, bytes out. */
@FunctionalInterface
interface EventHandler {
    /**
     * Runs the function on one event.
     *
     * @throws Exception what the function throws
     */
    void handle(InputStream event, OutputStream answer, Context context) throws Exception;
}
