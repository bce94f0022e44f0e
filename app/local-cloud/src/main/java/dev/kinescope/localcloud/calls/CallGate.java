package dev.kinescope.localcloud.calls;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

import java.util.List;
import java.util.function.Function;

/**
 * Stands before every service: lets a call pass, refuses it with the service's own exception, holds
 * it up, or answers in the service's stead.
 *
 * <p>{@code auth.Caller.CURRENT} tells who calls; it is not bound for the cloud's own work.
 */
@FunctionalInterface
public interface CallGate {
    /** Lets everything pass. */
    CallGate OPEN = (call, service) -> service.apply(call.request());

    /**
     * Serves a call.
     *
     * @param service the next gate, or at last the service; called at most once. For an operation
     *     that answers with content, the content has been sent when it returns.
     * @return the service's response
     */
    SdkPojo pass(ServiceCall call, Function<SdkRequest, SdkPojo> service);

    /** One gate behind the other, the first of the list outermost. */
    static CallGate inOrder(List<CallGate> gates) {
        CallGate all = OPEN;
        for (CallGate gate : gates.reversed()) {
            CallGate inner = all;
            all =
                    (call, service) ->
                            gate.pass(
                                    call,
                                    request ->
                                            inner.pass(
                                                    new ServiceCall(
                                                            call.service(),
                                                            call.operation(),
                                                            request),
                                                    service));
        }
        return all;
    }
}
