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

    /** AWS's name of the service in a credential scope, such as {@code kinesis}. */
    public String signingName() {
        return signingName;
    }

    /** What X-Amz-Target and the path of Smithy RPC v2 call the service; empty if neither do. */
    public String target() {
        return target;
    }

    /** What the request speaks: JSON services answer in the variant they are asked in. */
    public Protocol protocol(WireRequest request) {
        return request.header("x-amz-target").isPresent() ? JsonProtocol.of(request) : protocol;
    }

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
