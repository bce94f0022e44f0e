package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.SdkClient;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A service of the local cloud as the endpoint sees it: its names on the wire, the protocol it
 * speaks, and the operations that its class declares (what it does not declare is not offered).
 */
public final class OfferedService {
    private final String signingName;
    private final String target;
    private final Protocol protocol;
    private final Map<String, Operation> operations;

    private OfferedService(
            String signingName,
            String target,
            Protocol protocol,
            Map<String, Operation> operations) {
        this.signingName = signingName;
        this.target = target;
        this.protocol = protocol;
        this.operations = operations;
    }

    /** A service of AWS JSON 1.1; {@code target} is what X-Amz-Target begins with. */
    public static OfferedService json(String signingName, String target, SdkClient service) {
        return new OfferedService(signingName, target, JsonProtocol.JSON_1_1, operations(service));
    }

    /**
     * A service of AWS Query. One that has a target speaks JSON and RPC v2 CBOR, too.
     *
     * @param namespace of its XML
     */
    public static OfferedService query(
            String signingName, String target, String namespace, SdkClient service) {
        return new OfferedService(
                signingName, target, new QueryProtocol(namespace), operations(service));
    }

    /**
     * A service of REST-JSON.
     *
     * @param statuses the HTTP status of operations that answer with another one than 200
     */
    public static OfferedService restJson(
            String signingName, Map<String, Integer> statuses, SdkClient service) {
        return new OfferedService(
                signingName, "", new RestJsonProtocol(statuses), operations(service));
    }

    /**
     * A service of REST-XML.
     *
     * @param statuses the HTTP status of operations that answer with another one than 200
     * @param roots the root elements of answers that are not called OPERATIONResult
     */
    public static OfferedService restXml(
            String signingName,
            String namespace,
            Map<String, Integer> statuses,
            Map<String, String> roots,
            SdkClient service) {
        return new OfferedService(
                signingName,
                "",
                new RestXmlProtocol(namespace, statuses, roots),
                operations(service));
    }

    /** AWS's name of the service in a credential scope, such as {@code kinesis}. */
    public String signingName() {
        return signingName;
    }

    /** What X-Amz-Target and the path of Smithy RPC v2 call the service; empty if neither do. */
    public String target() {
        return target;
    }

    /** What the request speaks: a client is answered in the protocol it asks in. */
    public Protocol protocol(WireRequest request) {
        if (request.header("x-amz-target").isPresent()) {
            return JsonProtocol.of(request);
        }
        return request.header("smithy-protocol").isPresent()
                ? RpcCborProtocol.RPC_V2_CBOR
                : protocol;
    }

    /** The operations by AWS's name. */
    public Map<String, Operation> operations() {
        return operations;
    }

    Optional<Operation> operation(String name) {
        return Optional.ofNullable(operations.get(name));
    }

    private static Map<String, Operation> operations(SdkClient service) {
        var operations = new HashMap<String, Operation>();
        for (Class<?> type = service.getClass();
                type != Object.class;
                type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                Operation.of(service, method)
                        .ifPresent(
                                operation -> operations.putIfAbsent(operation.name(), operation));
            }
        }
        return Map.copyOf(operations);
    }
}
