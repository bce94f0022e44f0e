package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

import java.util.Map;
import java.util.Optional;

/**
 * AWS REST-JSON: the operation is in method and path, its members there, in headers and in a JSON
 * body (Smithy documentation, AWS restJson1 protocol).
 */
final class RestJsonProtocol implements Protocol {
    private static final String CONTENT_TYPE = "application/json";
    private static final TreeCodec CODEC = new TreeCodec(Dialect.JSON);

    private final RestBinding binding = new RestBinding();
    private final Map<String, Integer> statuses;

    /**
     * A protocol for one service.
     *
     * @param statuses the HTTP status of operations that answer with another one than 200
     */
    RestJsonProtocol(Map<String, Integer> statuses) {
        this.statuses = statuses;
    }

    @Override
    public String title() {
        return "REST-JSON";
    }

    @Override
    public RequestFault notOffered(String what) {
        return new RequestFault(
                404, "UnknownOperationException", "The local cloud does not offer " + what + ".");
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
        Optional<Shape.Member> whole = Shape.of(builder).wholeBody();
        if (whole.isEmpty()) {
            CODEC.read(request.bytes(), builder);
        } else if (!RestBinding.readRaw(whole.get(), request.bytes(), builder)
                && whole.get().type() instanceof Type.Structure structure) {
            SdkPojo part = structure.builder().get();
            CODEC.read(request.bytes(), part);
            whole.get().set(builder, Shape.build(part));
        }
        return Shape.build(builder);
    }

    @Override
    public WireReply output(Operation operation, SdkPojo response, String requestId) {
        int status =
                RestBinding.status(response)
                        .orElseGet(() -> statuses.getOrDefault(operation.name(), 200));
        Optional<Shape.Member> whole = Shape.of(response).wholeBody();
        byte[] body;
        if (whole.isPresent()) {
            Object value = whole.get().get(response);
            body =
                    value instanceof SdkPojo part
                            ? json(part)
                            : RestBinding.raw(value).orElseGet(() -> new byte[0]);
        } else {
            body = Shape.of(response).hasBody() ? json(response) : new byte[0];
        }
        WireReply reply = WireReply.of(status, CONTENT_TYPE, body);
        reply.headers().putAll(RestBinding.headers(response));
        return reply;
    }

    private static byte[] json(SdkPojo object) {
        return JsonProtocol.write(Dialect.JSON, out -> CODEC.writeMembers(out, object));
    }

    @Override
    public WireReply fault(Fault fault, WireRequest request, String requestId) {
        WireReply reply =
                WireReply.of(
                        fault.status(),
                        CONTENT_TYPE,
                        JsonProtocol.write(
                                Dialect.JSON,
                                out -> {
                                    boolean typed = false;
                                    if (fault.details().isPresent()) {
                                        CODEC.writeMembers(out, fault.details().get());
                                        typed = hasType(fault.details().get());
                                    }
                                    if (!typed) {
                                        out.writeStringField(
                                                "Type", fault.clientSide() ? "User" : "Service");
                                    }
                                    out.writeStringField("Message", fault.message());
                                }));
        reply.headers().put("X-Amzn-ErrorType", fault.code());
        return reply;
    }

    private static boolean hasType(SdkPojo details) {
        Shape.Member member = Shape.of(details).inBody("Type");
        return member != null && member.get(details) != null;
    }

    @Override
    public Fault rejection(Rejection reason) {
        return JsonProtocol.rejected(reason, 403);
    }
}
