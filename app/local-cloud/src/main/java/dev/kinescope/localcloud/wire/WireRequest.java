package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An HTTP request as it came: path and query undecoded, header names in lower case. */
public final class WireRequest {
    /** A 50 MB function zip in base64, and some. */
    static final int LARGEST = 100 * 1024 * 1024;

    /** A length of so many digits, up to 10 MB, is set aside before the bytes have come. */
    private static final int LONGEST_LENGTH = 7;

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
     * @throws RequestFault 413 if the body is too long to be held
     * @throws ClientGoneException if the connection ends before the body does
     */
    public byte[] bytes() {
        if (bytes == null) {
            try {
                byte[] read = read();
                if (read.length == LARGEST && content.read() >= 0) {
                    throw new RequestFault(
                            413,
                            "RequestEntityTooLargeException",
                            "The request is larger than " + LARGEST + " bytes.");
                }
                bytes = read;
            } catch (IOException | UncheckedIOException e) {
                throw new ClientGoneException(e);
            }
        }
        return bytes;
    }

    /**
     * The body or, of a longer one, no more than its first bytes; use this once, and no other.
     *
     * @throws ClientGoneException if the connection ends before the body does
     */
    byte[] start(int most) {
        if (bytes != null) {
            return bytes;
        }
        try {
            return content.readNBytes(most);
        } catch (IOException | UncheckedIOException e) {
            throw new ClientGoneException(e);
        }
    }

    /** Into one array of the announced length: what is announced is bounded, and is not trusted. */
    private byte[] read() throws IOException {
        int announced = announced();
        if (announced < 0) {
            return content.readNBytes(LARGEST);
        }
        var exact = new byte[announced];
        int count = content.readNBytes(exact, 0, announced);
        if (count < announced) {
            return Arrays.copyOf(exact, count);
        }
        int beyond = content.read();
        if (beyond < 0) {
            return exact;
        }
        byte[] more = content.readNBytes(LARGEST - announced - 1);
        byte[] all = Arrays.copyOf(exact, announced + 1 + more.length);
        all[announced] = (byte) beyond;
        System.arraycopy(more, 0, all, announced + 1, more.length);
        return all;
    }

    /** The announced length if it is one that may be set aside at once, else -1. */
    private int announced() {
        String text = header("content-length").orElse("");
        return text.isEmpty()
                        || text.length() > LONGEST_LENGTH
                        || !text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? -1
                : Integer.parseInt(text);
    }

    /** The same request, whose body is refused when it turns out to be larger than that. */
    public WireRequest atMost(long most) {
        return new WireRequest(method, path, query, headers, new BoundedContent(content, most));
    }

    /** The same request with another path, headers and body: what is left once it is unwrapped. */
    WireRequest with(String newPath, Map<String, List<String>> newHeaders, InputStream newContent) {
        var copy = new WireRequest(method, newPath, query, newHeaders, newContent);
        copy.bytes = bytes;
        return copy;
    }

    /** The same request with a body that is known. */
    WireRequest withBytes(byte[] newBytes) {
        var copy = new WireRequest(method, path, query, headers, content);
        copy.bytes = newBytes;
        return copy;
    }
}
