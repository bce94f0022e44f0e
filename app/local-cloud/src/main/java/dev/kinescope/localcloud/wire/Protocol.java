package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

/** One of AWS's ways to put an operation, its input, its output and its faults on HTTP. */
public sealed interface Protocol permits JsonProtocol {

    /** How to answer a request for a service that is not there. */
    static Protocol ofUnknownService(WireRequest request) {
        return JsonProtocol.of(request);
    }

    /**
     * The operation that the request asks for.
     *
     * @throws RequestFault if the service does not offer it
     */
    Operation operation(OfferedService service, WireRequest request);

    /**
     * The typed request.
     *
     * @throws RequestFault if the body or a parameter does not fit the operation's model
     */
    SdkPojo input(Operation operation, WireRequest request);

    /** The reply for a response; a {@link Operation.Kind#DOWNLOAD} puts its content beside it. */
    WireReply output(Operation operation, SdkPojo response, String requestId);

    WireReply fault(Fault fault, String requestId);

    /** What services of this protocol answer to a request they do not trust. */
    Fault rejection(Rejection reason);
}
