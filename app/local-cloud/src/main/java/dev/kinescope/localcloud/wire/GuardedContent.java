package dev.kinescope.localcloud.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Content whose framing may be broken: what cannot be read is the request's fault, not that of the
 * service that reads it.
 */
final class GuardedContent extends FilterInputStream {
    GuardedContent(InputStream in) {
        super(in);
    }

    @Override
    public int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw RequestFault.incomplete(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            throw RequestFault.incomplete(e);
        }
    }
}
