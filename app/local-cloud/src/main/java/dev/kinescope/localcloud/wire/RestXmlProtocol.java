package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

import java.util.Map;
import java.util.Optional;

/**
 * AWS REST-XML as S3 speaks it: the operation is in method, path and query, its members there, in
 * headers and in an XML body (Smithy documentation, AWS restXml protocol).
 */
final class RestXmlProtocol implements Protocol {
    private static final String CONTENT_TYPE = "application/xml";

    /** A thousand keys to delete, or ten thousand parts, and some. */
    private static final int LARGEST_DOCUMENT = 4 * 1024 * 1024;

    private final RestBinding binding = new RestBinding();
    private final String namespace;
    private final Map<String, Integer> statuses;
    private final Map<String, String> roots;

    /**
     * A protocol for one service.
     *
     * @param statuses the HTTP status of operations that answer with another one than 200
     * @param roots the root elements of answers that are not called OPERATIONResult; a response
     *     that is one text becomes the text of that element
     */
    RestXmlProtocol(String namespace, Map<String, Integer> statuses, Map<String, String> roots) {
        this.namespace = namespace;
        this.statuses = statuses;
        this.roots = roots;
    }

    @Override
    public String title() {
        return "REST-XML";
    }

    @Override
    public RequestFault notOffered(String what) {
        return new RequestFault(
                501,
                "NotImplemented",
                "A header you provided implies functionality that is not implemented");
    }

    @Override
    public Call find(OfferedService service, WireRequest request) {
        RestBinding.Found found =
                binding.find(service, request)
                        .orElseThrow(() -> notOffered(request.method() + " " + request.path()));
        return new Call(found.operation(), () -> input(found, request));
    }

    private SdkPojo input(RestBinding.Found found, WireRequest request) {
        SdkPojo builder = found.operation().newRequest();
        binding.read(found, request, builder);
        if (found.operation().kind() == Operation.Kind.UPLOAD) {
            return Shape.build(builder);
        }
        Optional<Shape.Member> whole = Shape.of(builder).wholeBody();
        byte[] document = request.start(LARGEST_DOCUMENT + 1);
        if (document.length > LARGEST_DOCUMENT) {
            throw new RequestFault(400, "MaxMessageLengthExceeded", "Your request was too big.");
        }
        // A body of S3's is one member. What the SDK has beside it for its callers alone, such as a
        // second way to name the source of a copy, is not on the wire and not to be set from there.
        if (whole.isPresent()
                && document.length > 0
                && !RestBinding.readRaw(whole.get(), document, builder)
                && whole.get().type() instanceof Type.Structure structure) {
            SdkPojo part = structure.builder().get();
            Xml.read(document, part);
            whole.get().set(builder, Shape.build(part));
        }
        return Shape.build(builder);
    }

    @Override
    public WireReply output(Operation operation, SdkPojo response, String requestId) {
        Map<String, String> headers = RestBinding.headers(response);
        int status =
                headers.containsKey("Content-Range")
                        ? 206
                        : statuses.getOrDefault(operation.name(), 200);
        WireReply reply = WireReply.of(status, CONTENT_TYPE, body(operation, response));
        reply.headers().putAll(headers);
        reply.headers().put("x-amz-request-id", requestId);
        return reply;
    }

    /** The path as text; as it was sent if it is that which cannot be read. */
    private static String resource(WireRequest request) {
        try {
            return Uris.decode(request.path());
        } catch (RequestFault e) {
            return request.path();
        }
    }

    private byte[] body(Operation operation, SdkPojo response) {
        String root = roots.getOrDefault(operation.name(), operation.name() + "Result");
        Shape shape = Shape.of(response);
        Optional<Shape.Member> whole = shape.wholeBody();
        if (whole.isEmpty()) {
            return shape.hasBody()
                    ? Xml.document(root, namespace, out -> Xml.writeMembers(out, response))
                    : new byte[0];
        }
        Object value = whole.get().get(response);
        if (value instanceof SdkPojo part) {
            return Xml.document(whole.get().name(), namespace, out -> Xml.writeMembers(out, part));
        }
        if (roots.containsKey(operation.name())) {
            return Xml.document(
                    root, namespace, out -> out.writeCharacters(value == null ? "" : "" + value));
        }
        return RestBinding.raw(value).orElseGet(() -> new byte[0]);
    }

    @Override
    public WireReply fault(Fault fault, WireRequest request, String requestId) {
        boolean bodiless = request.method().equals("HEAD") || fault.status() == 304;
        WireReply reply =
                WireReply.of(
                        fault.status(),
                        CONTENT_TYPE,
                        bodiless
                                ? new byte[0]
                                : Xml.document(
                                        "Error",
                                        "",
                                        out -> {
                                            Xml.element(out, "Code", fault.code());
                                            Xml.element(out, "Message", fault.message());
                                            Xml.element(out, "Resource", resource(request));
                                            Xml.element(out, "RequestId", requestId);
                                        }));
        reply.headers().put("x-amz-request-id", requestId);
        return reply;
    }

    @Override
    public Fault rejection(Rejection reason) {
        return switch (reason) {
            case Rejection.Unsigned() -> Fault.plain(403, "AccessDenied", "Access Denied");
            case Rejection.Incomplete(String what) ->
                    Fault.plain(400, "AuthorizationHeaderMalformed", what);
            case Rejection.UnknownKey() ->
                    Fault.plain(
                            403,
                            "InvalidAccessKeyId",
                            "The AWS Access Key Id you provided does not exist in our records.");
            case Rejection.WrongSignature() ->
                    Fault.plain(
                            403,
                            "SignatureDoesNotMatch",
                            "The request signature we calculated does not match the signature you"
                                    + " provided. Check your key and signing method.");
            case Rejection.UnsignedHeader _ ->
                    Fault.plain(
                            403,
                            "AccessDenied",
                            "There were headers present in the request which were not signed");
            case Rejection.WrongExpiry(String what) ->
                    Fault.plain(400, "AuthorizationQueryParametersError", what);
            case Rejection.WrongRegion(String region, String expected) ->
                    Fault.plain(
                            400,
                            "AuthorizationHeaderMalformed",
                            "The authorization header is malformed; the region '"
                                    + region
                                    + "' is wrong; expecting '"
                                    + expected
                                    + "'");
            case Rejection.WrongService(String service, String expected) ->
                    Fault.plain(
                            400,
                            "AuthorizationHeaderMalformed",
                            "The authorization header is malformed; incorrect service \""
                                    + service
                                    + "\". This endpoint belongs to \""
                                    + expected
                                    + "\".");
            case Rejection.ExpiredLink _ -> Fault.plain(403, "AccessDenied", "Request has expired");
            case Rejection.Skewed _ ->
                    Fault.plain(
                            403,
                            "RequestTimeTooSkewed",
                            "The difference between the request time and the current time is too"
                                    + " large.");
            case Rejection.ExpiredToken() ->
                    Fault.plain(400, "ExpiredToken", "The provided token has expired.");
        };
    }
}
