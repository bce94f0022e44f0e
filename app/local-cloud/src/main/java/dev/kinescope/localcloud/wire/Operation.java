package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.Optional;

/** One operation that a service class declares, ready to be called. */
public final class Operation {
    /** What travels beside the typed request and response. */
    public enum Kind {
        PLAIN,
        /** The body of the request is content for the service to read. */
        UPLOAD,
        /** The body of the reply is content that the service writes. */
        DOWNLOAD
    }

    private final String name;
    private final Kind kind;
    private final Class<?> requestType;
    private final MethodHandle call;
    private final MethodHandle newBuilder;

    private Operation(
            String name,
            Kind kind,
            Class<?> requestType,
            MethodHandle call,
            MethodHandle newBuilder) {
        this.name = name;
        this.kind = kind;
        this.requestType = requestType;
        this.call = call;
        this.newBuilder = newBuilder;
    }

    /** The operation that a method of {@code service} is, if it is one. */
    static Optional<Operation> of(Object service, Method method) {
        return kind(method).map(known -> of(service, method, method.getParameterTypes()[0], known));
    }

    /** AWS's name of the operation that a method of a client interface is, if it is one. */
    static Optional<String> nameOf(Method method) {
        return kind(method).map(_ -> name(method.getParameterTypes()[0]));
    }

    private static Optional<Kind> kind(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        if (method.isBridge()
                || !Modifier.isPublic(method.getModifiers())
                || parameters.length == 0
                || parameters.length > 2
                || !AwsRequest.class.isAssignableFrom(parameters[0])) {
            return Optional.empty();
        }
        return parameters.length == 1
                ? Optional.of(Kind.PLAIN)
                : parameters[1] == RequestBody.class
                        ? Optional.of(Kind.UPLOAD)
                        : parameters[1] == ResponseTransformer.class
                                ? Optional.of(Kind.DOWNLOAD)
                                : Optional.empty();
    }

    private static String name(Class<?> request) {
        String type = request.getSimpleName();
        return type.substring(0, type.length() - "Request".length());
    }

    private static Operation of(Object service, Method method, Class<?> request, Kind kind) {
        try {
            method.setAccessible(true);
            return new Operation(
                    name(request),
                    kind,
                    request,
                    MethodHandles.lookup().unreflect(method).bindTo(service),
                    MethodHandles.lookup().unreflect(request.getMethod("builder")));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot call " + method + " of a local service.", e);
        }
    }

    /** AWS's name of the operation, such as {@code PutRecords}. */
    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    Class<?> requestType() {
        return requestType;
    }

    /** An empty builder of the operation's request. */
    SdkPojo newRequest() {
        try {
            return (SdkPojo) Objects.requireNonNull(newBuilder.invoke());
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Calls a {@link Kind#PLAIN} operation. */
    public SdkPojo call(SdkPojo request) {
        return invoke(request, null);
    }

    /** Calls an {@link Kind#UPLOAD} operation. */
    public SdkPojo call(SdkPojo request, RequestBody body) {
        return invoke(request, body);
    }

    /** Calls a {@link Kind#DOWNLOAD} operation; the transformer sees the response and content. */
    public void call(SdkPojo request, ResponseTransformer<SdkPojo, SdkPojo> transformer) {
        invoke(request, transformer);
    }

    private SdkPojo invoke(SdkPojo request, @Nullable Object second) {
        try {
            Object result = second == null ? call.invoke(request) : call.invoke(request, second);
            return (SdkPojo) Objects.requireNonNull(result);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException("A local service failed: " + e.getMessage(), e);
        };
    }
}
