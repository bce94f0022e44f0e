package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

import java.util.Map;
import java.util.function.Supplier;

/** One of AWS's ways to put an operation, its input, its output and its faults on HTTP. */
public sealed interface Protocol
        permits JsonProtocol, QueryProtocol, RestJsonProtocol, RestXmlProtocol, RpcCborProtocol {

    /**
     * An operation and the way to read its typed request.
     *
     * @param input throws {@link RequestFault} if the body or a parameter does not fit the model
     */
    record Call(Operation operation, Supplier<SdkPojo> input) {}

    /** How to answer a request for a service that is not there. */
    static Protocol ofUnknownService(WireRequest request) {
        boolean form =
                request.header("content-type")
                        .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                        .isPresent();
        if (form) {
            return new QueryProtocol("");
        }
        return isForAnObject(request)
                ? new RestXmlProtocol("", Map.of(), Map.of())
                : JsonProtocol.of(request);
    }

    /** Who asks for a bucket or an object need not sign, and cannot be told by a signature then. */
    private static boolean isForAnObject(WireRequest request) {
        boolean other =
                request.header("authorization").isPresent()
                        || request.header("x-amz-target").isPresent()
                        || request.header("smithy-protocol").isPresent()
                        || request.path().matches("/\\d{4}-\\d\\d-\\d\\d/.*|/_kinescope/.*");
        return !other && (request.method().equals("GET") || !request.path().equals("/"));
    }

    /** What AWS's documentation calls it. */
    String title();

    /** What it answers to an operation that the service does not offer. */
    RequestFault notOffered(String what);

    /**
     * What the request asks for.
     *
     * @throws RequestFault if the service does not offer it
     */
    Call find(OfferedService service, WireRequest request);

    /** The reply for a response; a {@link Operation.Kind#DOWNLOAD} puts its content beside it. */
    WireReply output(Operation operation, SdkPojo response, String requestId);

    /** The reply that tells of a fault. */
    WireReply fault(Fault fault, WireRequest request, String requestId);

    /** What services of this protocol answer to a request they do not trust. */
    Fault rejection(Rejection reason);
}
