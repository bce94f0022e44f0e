package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.sync.RequestBody;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What lies between the bytes on the wire and the body that an operation means. */
public final class Payload {
    private static final String CHUNKED = "aws-chunked";
    private static final String ENCODING = "content-encoding";
    private static final String LENGTH = "content-length";

    /** What is packed are metrics, of which a call takes 1 MB. */
    private static final int LARGEST_UNPACKED = 16 * 1024 * 1024;

    private Payload() {}

    /**
     * The request under the path it is served, with its body out of what it was packed in.
     *
     * @param chunks checks the signatures of chunks, if the body has such
     */
    public static WireRequest unwrap(
            WireRequest request, String path, Protocol protocol, Optional<ChunkCheck> chunks) {
        if (protocol instanceof RestXmlProtocol) {
            return unwrapObject(request, path, chunks);
        }
        boolean zipped = request.header(ENCODING).filter("gzip"::equals).isPresent();
        WireRequest served = request.with(path, request.headers(), request.content());
        return zipped ? served.withBytes(gunzip(request.bytes())) : served;
    }

    /** S3: framing with trailers is taken off, every checksum that is named is checked. */
    private static WireRequest unwrapObject(
            WireRequest request, String path, Optional<ChunkCheck> chunks) {
        String hash = request.header("x-amz-content-sha256").orElse("");
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        InputStream content = request.content();
        Map<String, String> trailers = new HashMap<>();
        if (hash.startsWith("STREAMING-")) {
            content = new AwsChunkedStream(content, trailers, chunks);
            headers.put(LENGTH, headers.getOrDefault("x-amz-decoded-content-length", List.of()));
            List<String> encodings = new ArrayList<>();
            for (String encoding : request.header(ENCODING).orElse("").split(",", -1)) {
                if (!encoding.isBlank() && !encoding.strip().equals(CHUNKED)) {
                    encodings.add(encoding.strip());
                }
            }
            headers.remove(ENCODING);
            if (!encodings.isEmpty()) {
                headers.put(ENCODING, List.of(String.join(",", encodings)));
            }
        }
        WireRequest served = request.with(path, headers, content);
        return served.with(
                path,
                headers,
                new GuardedContent(
                        new CheckedContent(content, length(served).orElse(-1L), served, trailers)));
    }

    private static Optional<Long> length(WireRequest request) {
        try {
            Optional<Long> length = request.header(LENGTH).map(Long::valueOf);
            if (length.filter(bytes -> bytes < 0).isPresent()) {
                throw new NumberFormatException("negative");
            }
            return length;
        } catch (NumberFormatException e) {
            throw new RequestFault(
                    400, "InvalidArgument", "The length of the content is not a number of bytes.");
        }
    }

    /**
     * The content of an {@link Operation.Kind#UPLOAD}.
     *
     * @throws RequestFault 411 if the request does not say how long it is
     */
    public static RequestBody requestBody(WireRequest request) {
        long length =
                length(request)
                        .orElseThrow(() ->
                                new RequestFault(
                                        411,
                                        "MissingContentLength",
                                        "You must provide the Content-Length HTTP header."));
        return RequestBody.fromContentProvider(
                request::content,
                length,
                request.header("content-type").orElse("application/octet-stream"));
    }

    /** A reply with the content of an {@link Operation.Kind#DOWNLOAD}. */
    public static WireReply withContent(WireReply reply, InputStream content) {
        String length = reply.headers().get("Content-Length");
        if (length == null) {
            throw new IllegalStateException("The response does not say how long its content is.");
        }
        return new WireReply(
                reply.status(),
                reply.headers(),
                new WireReply.Content.Stream(content, Long.parseLong(length)));
    }

    private static byte[] gunzip(byte[] bytes) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = in.readNBytes(LARGEST_UNPACKED);
            if (in.read() >= 0) {
                throw RequestFault.tooLarge(LARGEST_UNPACKED);
            }
            return plain;
        } catch (IOException e) {
            throw RequestFault.malformed("The body is not the gzip data that it is said to be.");
        }
    }
}
