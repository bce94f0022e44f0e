package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An HTTP request as it came: path and query undecoded, header names in lower case. */
public final class WireRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final InputStream content;
    private byte @Nullable [] bytes;

    public WireRequest(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            InputStream content) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.content = content;
    }

    public String method() {
        return method;
    }

    /** The path, still percent-encoded. */
    public String path() {
        return path;
    }

    /** The query without its question mark, still percent-encoded; empty if there is none. */
    public String query() {
        return query;
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value of a header; the name is in lower case. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.getFirst());
    }

    /** The body as it arrives; use this or {@link #bytes}, not both. */
    public InputStream content() {
        return content;
    }

    /**
     * The whole body, read once.
     *
     * @param limit the most bytes accepted
     * @throws RequestFault 413 if the body is longer
     */
    public byte[] bytes(int limit) throws IOException {
        if (bytes == null) {
            byte[] read = content.readNBytes(limit);
            if (read.length == limit && content.read() >= 0) {
                throw new RequestFault(
                        413,
                        "RequestEntityTooLargeException",
                        "The request is larger than " + limit + " bytes.");
            }
            bytes = read;
        }
        return bytes;
    }

    /** The body that {@link #bytes(int)} has read before. */
    byte[] bytes() {
        if (bytes == null) {
            throw new IllegalStateException("The body has not been read.");
        }
        return bytes;
    }

    /** The same request with another path and body: what a protocol sees once it is unwrapped. */
    public WireRequest with(String newPath, InputStream newContent) {
        var copy = new WireRequest(method, newPath, query, headers, newContent);
        copy.bytes = bytes;
        return copy;
    }

    /** The same request with a body that is known. */
    public WireRequest withBytes(byte[] newBytes) {
        var copy = new WireRequest(method, path, query, headers, InputStream.nullInputStream());
        copy.bytes = newBytes;
        return copy;
    }
}
