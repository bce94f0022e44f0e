package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkClient;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A service of the local cloud as the endpoint sees it: its names on the wire, the protocol it
 * speaks, and the operations that its class declares (what it does not declare is not offered).
 */
public final class OfferedService {
    /** 10 MiB of records in base64, twice. */
    private static final long LARGEST_OF_RECORDS = 32L * 1024 * 1024;

    /** What a request without a service may have, too. */
    public static final long LARGEST_OF_FORMS = 2L * 1024 * 1024;

    private final String signingName;
    private final String target;
    private final Protocol protocol;
    private final SdkClient service;
    private volatile @Nullable Map<String, Operation> operations;

    private OfferedService(
            String signingName, String target, Protocol protocol, SdkClient service) {
        this.signingName = signingName;
        this.target = target;
        this.protocol = protocol;
        this.service = service;
    }

    /** A service of AWS JSON 1.1; {@code target} is what X-Amz-Target begins with. */
    public static OfferedService json(String signingName, String target, SdkClient service) {
        return new OfferedService(signingName, target, JsonProtocol.JSON_1_1, service);
    }

    /**
     * A service of AWS Query. One that has a target speaks JSON and RPC v2 CBOR, too.
     *
     * @param namespace of its XML
     */
    public static OfferedService query(
            String signingName, String target, String namespace, SdkClient service) {
        return new OfferedService(signingName, target, new QueryProtocol(namespace), service);
    }

    /**
     * A service of REST-JSON.
     *
     * @param statuses the HTTP status of operations that answer with another one than 200
     */
    public static OfferedService restJson(
            String signingName, Map<String, Integer> statuses, SdkClient service) {
        return new OfferedService(signingName, "", new RestJsonProtocol(statuses), service);
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
                signingName, "", new RestXmlProtocol(namespace, statuses, roots), service);
    }

    /** AWS's name of the service in a credential scope, such as {@code kinesis}. */
    public String signingName() {
        return signingName;
    }

    /** What X-Amz-Target and the path of Smithy RPC v2 call the service; empty if neither do. */
    public String target() {
        return target;
    }

    /** How many bytes a request may have: more than AWS takes, so that its words are heard. */
    public long largestRequest() {
        return switch (protocol) {
            // Objects are not held in memory, documents have their own bound.
            case RestXmlProtocol _ -> Long.MAX_VALUE;
            case RestJsonProtocol _ -> WireRequest.LARGEST;
            case JsonProtocol _ -> LARGEST_OF_RECORDS;
            case QueryProtocol _, RpcCborProtocol _ -> LARGEST_OF_FORMS;
        };
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

    /** Everything that a client may speak with the service, its own protocol first. */
    public List<Protocol> protocols() {
        var protocols = new LinkedHashSet<Protocol>();
        protocols.add(protocol);
        if (!target.isEmpty()) {
            protocols.add(JsonProtocol.JSON_1_1);
            protocols.add(JsonProtocol.JSON_1_0);
            protocols.add(JsonProtocol.CBOR_1_1);
            protocols.add(RpcCborProtocol.RPC_V2_CBOR);
        }
        return List.copyOf(protocols);
    }

    /** AWS's names of all operations that the SDK's client interface has, offered or not. */
    public SortedSet<String> knownOperations() {
        var names = new TreeSet<String>();
        for (Class<?> type : service.getClass().getInterfaces()) {
            if (SdkClient.class.isAssignableFrom(type)) {
                for (Method method : type.getMethods()) {
                    Operation.nameOf(method).ifPresent(names::add);
                }
            }
        }
        return names;
    }

    /**
     * The operations by AWS's name; found when they are first asked for, since that loads the model
     * classes of them all.
     */
    public Map<String, Operation> operations() {
        Map<String, Operation> found = operations;
        if (found == null) {
            found = operations(service);
            operations = found;
        }
        return found;
    }

    Optional<Operation> operation(String name) {
        return Optional.ofNullable(operations().get(name));
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
