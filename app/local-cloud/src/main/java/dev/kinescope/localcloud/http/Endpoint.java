package dev.kinescope.localcloud.http;

import dev.kinescope.localcloud.auth.Caller;
import dev.kinescope.localcloud.auth.Claim;
import dev.kinescope.localcloud.auth.Principal;
import dev.kinescope.localcloud.auth.SignatureCheck;
import dev.kinescope.localcloud.calls.CallGate;
import dev.kinescope.localcloud.calls.ServiceCall;
import dev.kinescope.localcloud.wire.ChunkCheck;
import dev.kinescope.localcloud.wire.ClientGoneException;
import dev.kinescope.localcloud.wire.Fault;
import dev.kinescope.localcloud.wire.OfferedService;
import dev.kinescope.localcloud.wire.Operation;
import dev.kinescope.localcloud.wire.Payload;
import dev.kinescope.localcloud.wire.Protocol;
import dev.kinescope.localcloud.wire.RequestFault;
import dev.kinescope.localcloud.wire.WireReply;
import dev.kinescope.localcloud.wire.WireRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Serves one request: finds the service by target, path or credential scope, checks the signature,
 * reads the typed request, calls the operation and writes its response or fault.
 */
public final class Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private static final String RPC_PATH = "/service/";

    private final Map<String, OfferedService> byTarget;
    private final Map<String, OfferedService> bySigningName;
    private final SignatureCheck signatures;
    private final CallGate gate;
    private final Control control;

    /**
     * An endpoint of services.
     *
     * @param gate what every call passes on its way to its service
     * @param control what is served beside them
     */
    public Endpoint(
            Collection<OfferedService> services,
            SignatureCheck signatures,
            CallGate gate,
            Control control) {
        this.byTarget =
                services.stream()
                        .filter(service -> !service.target().isEmpty())
                        .collect(Collectors.toMap(OfferedService::target, Function.identity()));
        this.bySigningName =
                services.stream()
                        .collect(
                                Collectors.toMap(OfferedService::signingName, Function.identity()));
        this.signatures = signatures;
        this.gate = gate;
        this.control = control;
    }

    /** The request as it was sent, and the path it is served under. */
    record Arrival(WireRequest request, String path, String requestId) {}

    /** The time that its answers carry. */
    Instant time() {
        return signatures.time();
    }

    /** Whether a request needs no key that others could not know. */
    boolean isOpen() {
        return signatures.takesAnyKeys();
    }

    void serve(Arrival arrival, ReplySink sink) {
        WireRequest request = arrival.request();
        Optional<Claim> claim;
        try {
            claim = Claim.of(request);
        } catch (RequestFault e) {
            // A query that cannot be read may hold the signature.
            sink.send(
                    Protocol.ofUnknownService(request)
                            .fault(Fault.of(e), request, arrival.requestId()));
            return;
        }
        Optional<OfferedService> service = service(request, claim);
        var bounded =
                new Arrival(
                        request.atMost(
                                service.map(OfferedService::largestRequest)
                                        .orElse(OfferedService.LARGEST_OF_FORMS)),
                        arrival.path(),
                        arrival.requestId());
        serve(bounded, claim, service, sink);
    }

    private void serve(
            Arrival arrival,
            Optional<Claim> claim,
            Optional<OfferedService> service,
            ReplySink sink) {
        WireRequest request = arrival.request();
        Protocol protocol =
                service.map(found -> found.protocol(request))
                        .orElseGet(() -> Protocol.ofUnknownService(request));
        try {
            SignatureCheck.Result result =
                    signatures.check(
                            request,
                            claim,
                            service.map(OfferedService::signingName),
                            request::bytes);
            switch (result) {
                case SignatureCheck.Result.Rejected(var reason) ->
                        sink.send(
                                protocol.fault(
                                        protocol.rejection(reason), request, arrival.requestId()));
                case SignatureCheck.Result.Accepted(Principal caller, var chunks) -> {
                    if (arrival.path().startsWith(Control.PREFIX)) {
                        sink.send(control(caller, claim, arrival));
                    } else {
                        ScopedValue.where(Caller.CURRENT, caller)
                                .run(() ->
                                        call(
                                                service.orElseThrow(() -> unknownService(request)),
                                                protocol,
                                                arrival,
                                                chunks,
                                                sink));
                    }
                }
            }
        } catch (AwsServiceException e) {
            sink.send(protocol.fault(Fault.of(e), request, arrival.requestId()));
        } catch (RequestFault e) {
            sink.send(protocol.fault(Fault.of(e), request, arrival.requestId()));
        } catch (ClientGoneException e) {
            LOG.debug("The client of {} {} went away.", request.method(), request.path(), e);
        } catch (RuntimeException e) {
            LOG.error(
                    "Request {} ({} {}, service {}) failed.",
                    arrival.requestId(),
                    request.method(),
                    request.path(),
                    service.map(OfferedService::signingName).orElse("unknown"),
                    e);
            sink.send(
                    protocol.fault(
                            Fault.internal(arrival.requestId()), request, arrival.requestId()));
        }
    }

    /** The account alone may turn the dial, not a function or whoever else has a role's keys. */
    private WireReply control(Principal caller, Optional<Claim> claim, Arrival arrival) {
        boolean meant =
                claim.filter(made -> made.service().equals(Control.SIGNING_NAME)).isPresent();
        if (!meant || !caller.arn().endsWith(":root")) {
            throw new RequestFault(
                    403,
                    "AccessDeniedException",
                    "Only the account itself may change the local cloud.");
        }
        WireRequest request = arrival.request();
        return control.serve(request.method(), arrival.path(), request.bytes());
    }

    private void call(
            OfferedService service,
            Protocol protocol,
            Arrival arrival,
            Optional<ChunkCheck> chunks,
            ReplySink sink) {
        WireRequest request = Payload.unwrap(arrival.request(), arrival.path(), protocol, chunks);
        Protocol.Call call = protocol.find(service, request);
        Operation operation = call.operation();
        String id = arrival.requestId();
        var input = (SdkRequest) call.input().get();
        var served = new ServiceCall(service.signingName(), operation.name(), input);
        switch (operation.kind()) {
            case PLAIN ->
                    sink.send(protocol.output(operation, gate.pass(served, operation::call), id));
            case UPLOAD -> {
                RequestBody body = Payload.requestBody(request);
                SdkPojo response = gate.pass(served, passed -> operation.call(passed, body));
                sink.send(protocol.output(operation, response, id));
            }
            case DOWNLOAD ->
                    gate.pass(
                            served,
                            passed -> {
                                operation.call(
                                        passed,
                                        (response, content) -> {
                                            WireReply reply =
                                                    protocol.output(operation, response, id);
                                            sink.send(Payload.withContent(reply, content));
                                            return response;
                                        });
                                return passed;
                            });
        }
    }

    private Optional<OfferedService> service(WireRequest request, Optional<Claim> claim) {
        Optional<String> target = request.header("x-amz-target");
        if (target.isPresent()) {
            int dot = target.get().lastIndexOf('.');
            return dot < 0
                    ? Optional.empty()
                    : Optional.ofNullable(byTarget.get(target.get().substring(0, dot)));
        }
        if (request.path().startsWith(RPC_PATH) && request.header("smithy-protocol").isPresent()) {
            String name = request.path().substring(RPC_PATH.length());
            int end = name.indexOf('/');
            return Optional.ofNullable(byTarget.get(end < 0 ? name : name.substring(0, end)));
        }
        return claim.map(Claim::service).map(bySigningName::get);
    }

    private static RequestFault unknownService(WireRequest request) {
        return new RequestFault(
                400,
                "UnknownOperationException",
                request.header("x-amz-target")
                        .map(target -> "The local cloud does not offer " + target + ".")
                        .orElse("The local cloud does not offer this service."));
    }
}
