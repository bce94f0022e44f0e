package dev.kinescope.localcloud.wire;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP reply, before the server adds what every reply carries. */
public record WireReply(int status, Map<String, String> headers, Content content) {

    /** The bytes of a reply. */
    public sealed interface Content {
        /** Known bytes; none is an empty array. */
        final class Bytes implements Content {
            private final byte[] bytes;

            Bytes(byte[] bytes) {
                this.bytes = bytes;
            }

            public byte[] bytes() {
                return bytes;
            }
        }

        /** Bytes to be copied while they are read; {@code length} in bytes. */
        record Stream(InputStream stream, long length) implements Content {}
    }

    public static WireReply of(int status, String contentType, byte[] body) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", contentType);
        return new WireReply(status, headers, new Content.Bytes(body));
    }
}
