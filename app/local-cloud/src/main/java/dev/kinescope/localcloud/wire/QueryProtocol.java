package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

import java.nio.charset.StandardCharsets;

/**
 * AWS Query: a form with Action in, XML out (Smithy documentation, AWS query protocol).
 *
 * @param namespace of the XML that is answered
 */
record QueryProtocol(String namespace) implements Protocol {
    private static final String CONTENT_TYPE = "text/xml";

    @Override
    public String title() {
        return "AWS Query";
    }

    @Override
    public RequestFault notOffered(String what) {
        return new RequestFault(400, "InvalidAction", "Could not find operation " + what);
    }

    @Override
    public Call find(OfferedService service, WireRequest request) {
        Form form = form(request);
        String action = form.get("Action");
        Operation operation =
                service.operation(action)
                        .orElseThrow(
                                () -> notOffered(action + " for version " + form.get("Version")));
        return new Call(operation, () -> input(operation, form));
    }

    private static SdkPojo input(Operation operation, Form form) {
        SdkPojo builder = operation.newRequest();
        form.read(builder);
        return Shape.build(builder);
    }

    @Override
    public WireReply output(Operation operation, SdkPojo response, String requestId) {
        return WireReply.of(
                200,
                CONTENT_TYPE,
                Xml.document(
                        operation.name() + "Response",
                        namespace,
                        out -> {
                            out.writeStartElement(operation.name() + "Result");
                            Xml.writeMembers(out, response);
                            out.writeEndElement();
                            out.writeStartElement("ResponseMetadata");
                            Xml.element(out, "RequestId", requestId);
                            out.writeEndElement();
                        }));
    }

    @Override
    public WireReply fault(Fault fault, WireRequest request, String requestId) {
        return WireReply.of(
                fault.status(),
                CONTENT_TYPE,
                Xml.document(
                        "ErrorResponse",
                        namespace,
                        out -> {
                            out.writeStartElement("Error");
                            Xml.element(out, "Type", fault.clientSide() ? "Sender" : "Receiver");
                            Xml.element(out, "Code", fault.code());
                            Xml.element(out, "Message", fault.message());
                            out.writeEndElement();
                            Xml.element(out, "RequestId", requestId);
                        }));
    }

    @Override
    public Fault rejection(Rejection reason) {
        return switch (reason) {
            case Rejection.Unsigned() ->
                    Fault.plain(
                            403,
                            "MissingAuthenticationToken",
                            "Request is missing Authentication Token");
            case Rejection.Incomplete(String what) -> Fault.plain(400, "IncompleteSignature", what);
            case Rejection.UnknownKey() ->
                    Fault.plain(
                            403,
                            "InvalidClientTokenId",
                            "The security token included in the request is invalid.");
            case Rejection.WrongSignature() ->
                    Fault.plain(403, "SignatureDoesNotMatch", Rejection.WRONG_SIGNATURE);
            case Rejection.WrongRegion(String region, _) ->
                    Fault.plain(403, "SignatureDoesNotMatch", Rejection.wrongRegion(region));
            case Rejection.WrongService(_, String expected) ->
                    Fault.plain(403, "SignatureDoesNotMatch", Rejection.wrongService(expected));
            case Rejection.WrongLifetime(String what) ->
                    Fault.plain(400, "IncompleteSignature", what);
            case Rejection.HeadersNotSigned() ->
                    Fault.plain(403, "SignatureDoesNotMatch", Rejection.HeadersNotSigned.MESSAGE);
            case Rejection.ExpiredLink(String what) ->
                    Fault.plain(403, "SignatureDoesNotMatch", what);
            case Rejection.Skewed(String what) -> Fault.plain(403, "SignatureDoesNotMatch", what);
            case Rejection.ExpiredToken() ->
                    Fault.plain(
                            403,
                            "ExpiredToken",
                            "The security token included in the request is expired");
        };
    }

    private static Form form(WireRequest request) {
        // Old clients send a GET with everything in the query.
        String body = new String(request.bytes(), StandardCharsets.UTF_8);
        return new Form(body.isEmpty() ? request.query() : body);
    }
}
