package dev.kinescope.localcloud.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;

import software.amazon.awssdk.core.SdkPojo;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * AWS JSON 1.0 and 1.1 and its CBOR variant: the operation is in X-Amz-Target, everything else in
 * the body (Smithy documentation, AWS JSON 1.1 protocol).
 */
final class JsonProtocol implements Protocol {
    static final JsonProtocol JSON_1_0 =
            new JsonProtocol("AWS JSON 1.0", Dialect.JSON, "application/x-amz-json-1.0");
    static final JsonProtocol JSON_1_1 =
            new JsonProtocol("AWS JSON 1.1", Dialect.JSON, "application/x-amz-json-1.1");
    static final JsonProtocol CBOR_1_1 =
            new JsonProtocol(
                    "AWS JSON 1.1 as CBOR", Dialect.CBOR_MILLIS, "application/x-amz-cbor-1.1");

    private final String title;
    private final Dialect dialect;
    private final TreeCodec codec;
    private final String contentType;

    private JsonProtocol(String title, Dialect dialect, String contentType) {
        this.title = title;
        this.dialect = dialect;
        this.codec = new TreeCodec(dialect);
        this.contentType = contentType;
    }

    /** The variant in which a request is written; its answer has to be in the same. */
    static JsonProtocol of(WireRequest request) {
        String type = request.header("content-type").orElse("");
        if (type.startsWith(CBOR_1_1.contentType)) {
            return CBOR_1_1;
        }
        return type.startsWith(JSON_1_0.contentType) ? JSON_1_0 : JSON_1_1;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public RequestFault notOffered(String what) {
        return RequestFault.unknownOperation(what);
    }

    @Override
    public Call find(OfferedService service, WireRequest request) {
        String target = request.header("x-amz-target").orElse("");
        String name = target.substring(target.lastIndexOf('.') + 1);
        Operation operation = service.operation(name).orElseThrow(() -> notOffered(name));
        return new Call(operation, () -> input(operation, request));
    }

    private SdkPojo input(Operation operation, WireRequest request) {
        SdkPojo builder = operation.newRequest();
        codec.read(request.bytes(), builder);
        return Shape.build(builder);
    }

    @Override
    public WireReply output(Operation operation, SdkPojo response, String requestId) {
        if (!Shape.of(response).hasBody()) {
            return WireReply.of(200, contentType, new byte[0]);
        }
        return WireReply.of(200, contentType, body(out -> codec.writeMembers(out, response)));
    }

    @Override
    public WireReply fault(Fault fault, WireRequest request, String requestId) {
        return WireReply.of(
                fault.status(),
                contentType,
                body(out -> {
                    out.writeStringField("__type", fault.code());
                    out.writeStringField("message", fault.message());
                    if (fault.details().isPresent()) {
                        codec.writeMembers(out, fault.details().get());
                    }
                }));
    }

    @Override
    public Fault rejection(Rejection reason) {
        return rejected(reason, 400);
    }

    /** The words of the JSON services; Lambda says the same with another status. */
    static Fault rejected(Rejection reason, int status) {
        return switch (reason) {
            case Rejection.Unsigned() ->
                    Fault.plain(
                            status,
                            "MissingAuthenticationTokenException",
                            "Missing Authentication Token");
            case Rejection.Incomplete(String what) ->
                    Fault.plain(status, "IncompleteSignatureException", what);
            case Rejection.UnknownKey() ->
                    Fault.plain(
                            status,
                            "UnrecognizedClientException",
                            "The security token included in the request is invalid.");
            case Rejection.WrongSignature() ->
                    Fault.plain(status, "InvalidSignatureException", Rejection.WRONG_SIGNATURE);
            case Rejection.WrongRegion(String region, _) ->
                    Fault.plain(status, "InvalidSignatureException", Rejection.wrongRegion(region));
            case Rejection.WrongService(_, String expected) ->
                    Fault.plain(
                            status, "InvalidSignatureException", Rejection.wrongService(expected));
            case Rejection.WrongLifetime(String what) ->
                    Fault.plain(status, "InvalidSignatureException", what);
            case Rejection.HeadersNotSigned() ->
                    Fault.plain(
                            status,
                            "InvalidSignatureException",
                            Rejection.HeadersNotSigned.MESSAGE);
            case Rejection.ExpiredLink(String what) ->
                    Fault.plain(status, "InvalidSignatureException", what);
            case Rejection.Skewed(String what) ->
                    Fault.plain(status, "InvalidSignatureException", what);
            case Rejection.ExpiredToken() ->
                    Fault.plain(
                            status,
                            "ExpiredTokenException",
                            "The security token included in the request is expired");
        };
    }

    private byte[] body(Members members) {
        return write(dialect, members);
    }

    /** A map of members as bytes. */
    static byte[] write(Dialect dialect, Members members) {
        var bytes = new ByteArrayBuilder();
        try (JsonGenerator out = dialect.factory().createGenerator(bytes)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed.", e);
        }
        return bytes.toByteArray();
    }

    /** Writes what is inside the braces. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator out) throws IOException;
    }
}
