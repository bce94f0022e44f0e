package dev.kinescope.localcloud.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is refused when it turns out to be larger than its service takes. */
final class BoundedContent extends FilterInputStream {
    private final long most;
    private long count;

    BoundedContent(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        counted(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        counted(read);
        return read;
    }

    private void counted(int more) {
        count += Math.max(more, 0);
        if (count > most) {
            throw RequestFault.tooLarge(most);
        }
    }
}
