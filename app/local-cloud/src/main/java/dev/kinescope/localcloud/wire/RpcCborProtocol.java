package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

/**
 * Smithy RPC v2 CBOR: the operation is in the path, everything else in the body (Smithy
 * documentation, Smithy RPC v2 CBOR protocol).
 */
enum RpcCborProtocol implements Protocol {
    RPC_V2_CBOR;

    private static final String CONTENT_TYPE = "application/cbor";
    private static final TreeCodec CODEC = new TreeCodec(Dialect.CBOR_SECONDS);

    @Override
    public String title() {
        return "Smithy RPC v2 CBOR";
    }

    @Override
    public RequestFault notOffered(String what) {
        return RequestFault.unknownOperation(what);
    }

    @Override
    public Call find(OfferedService service, WireRequest request) {
        String name = request.path().substring(request.path().lastIndexOf('/') + 1);
        Operation operation = service.operation(name).orElseThrow(() -> notOffered(name));
        return new Call(operation, () -> input(operation, request));
    }

    private SdkPojo input(Operation operation, WireRequest request) {
        SdkPojo builder = operation.newRequest();
        CODEC.read(request.bytes(), builder);
        return Shape.build(builder);
    }

    @Override
    public WireReply output(Operation operation, SdkPojo response, String requestId) {
        return reply(
                200,
                JsonProtocol.write(Dialect.CBOR_SECONDS, out -> CODEC.writeMembers(out, response)));
    }

    @Override
    public WireReply fault(Fault fault, WireRequest request, String requestId) {
        WireReply reply =
                reply(
                        fault.status(),
                        JsonProtocol.write(
                                Dialect.CBOR_SECONDS,
                                out -> {
                                    out.writeStringField("__type", fault.type());
                                    out.writeStringField("message", fault.message());
                                    if (fault.details().isPresent()) {
                                        CODEC.writeMembers(out, fault.details().get());
                                    }
                                }));
        // What clients of the older Query protocol know the fault by.
        reply.headers().put(Fault.QUERY_ERROR, fault.queryError());
        return reply;
    }

    @Override
    public Fault rejection(Rejection reason) {
        return JsonProtocol.rejected(reason, 403);
    }

    private static WireReply reply(int status, byte[] body) {
        WireReply reply = WireReply.of(status, CONTENT_TYPE, body);
        reply.headers().put("smithy-protocol", "rpc-v2-cbor");
        return reply;
    }
}
