package dev.kinescope.localcloud.calls;

import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

/** Leads one local service's calls of another through the gate that clients' calls pass, too. */
public final class GatedClient implements InvocationHandler {
    private static final String REQUEST = "Request";

    private final SdkClient target;
    private final String service;
    private final CallGate gate;

    private GatedClient(SdkClient target, String service, CallGate gate) {
        this.target = target;
        this.service = service;
        this.gate = gate;
    }

    /**
     * A client of a local service.
     *
     * @param type the SDK's client interface
     * @param service AWS's signing name of it
     */
    public static <C extends SdkClient> C of(
            Class<C> type, String service, C target, CallGate gate) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        new GatedClient(target, service, gate)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Method offered = target.getClass().getMethod(method.getName(), method.getParameterTypes());
        if (offered.isDefault()) {
            // What the SDK builds on the operations, such as paginators, ends in calls of them.
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return arguments != null && arguments[0] instanceof SdkRequest request
                ? gated(method, arguments, request)
                : call(method, arguments);
    }

    private Object gated(Method method, Object[] arguments, SdkRequest sent) {
        String type = sent.getClass().getSimpleName();
        String operation = type.substring(0, type.length() - REQUEST.length());
        var transformed = new AtomicReference<Object>();
        SdkPojo response =
                gate.pass(
                        new ServiceCall(service, operation, sent),
                        request -> {
                            Object[] passed = arguments.clone();
                            passed[0] = request;
                            Object result = call(method, passed);
                            if (result instanceof SdkPojo plain) {
                                return plain;
                            }
                            // What a transformer made of a response with content.
                            transformed.set(result);
                            return request;
                        });
        Object result = transformed.get();
        return result == null ? response : result;
    }

    private Object call(Method method, Object[] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default ->
                        throw new IllegalStateException("A local service failed.", e.getCause());
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Cannot call " + method + " of a local service.", e);
        }
    }
}
