package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.sync.RequestBody;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** What lies between the bytes on the wire and the body that an operation means. */
public final class Payload {
    private Payload() {}

    /** The request under the path it is served, with its body out of what it was packed in. */
    public static WireRequest unwrap(WireRequest request, String path, Protocol protocol) {
        return request.with(path, request.content());
    }

    /** The content of an {@link Operation.Kind#UPLOAD}. */
    public static RequestBody requestBody(WireRequest request) {
        long length = request.header("content-length").map(Long::parseLong).orElse(0L);
        return RequestBody.fromContentProvider(
                request::content, length, "application/octet-stream");
    }

    /** A reply with the content of an {@link Operation.Kind#DOWNLOAD}. */
    public static WireReply withContent(WireReply reply, InputStream content) {
        long length = Long.parseLong(reply.headers().getOrDefault("Content-Length", "0"));
        return new WireReply(
                reply.status(), reply.headers(), new WireReply.Content.Stream(content, length));
    }

    static byte[] gunzip(byte[] bytes) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw RequestFault.malformed("The body is not the gzip data that it is said to be.");
        }
    }
}
