package dev.kinescope.localcloud.lambda.child;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the function's handler by the rules of the managed Java runtimes: {@code pkg.Class} or
 * {@code pkg.Class::method} (AWS documentation, Define Lambda function handler in Java).
 */
final class HandlerLoader {
    private HandlerLoader() {}

    /**
     * Loads and instantiates the handler.
     *
     * @throws ReflectiveOperationException when class, constructor or method is missing; its
     *     message names it
     */
    static EventHandler load(String handler) throws ReflectiveOperationException {
        int colons = handler.indexOf("::");
        String className = colons < 0 ? handler : handler.substring(0, colons);
        String method = colons < 0 ? "handleRequest" : handler.substring(colons + 2);
        Class<?> type = type(className);
        if (method.equals("handleRequest") && RequestStreamHandler.class.isAssignableFrom(type)) {
            var function = (RequestStreamHandler) instance(type);
            return function::handleRequest;
        }
        if (method.equals("handleRequest") && RequestHandler.class.isAssignableFrom(type)) {
            return JsonHandlers.of(type, (RequestHandler<?, ?>) instance(type));
        }
        return reflective(type, method);
    }

    private static Class<?> type(String className) throws ClassNotFoundException {
        try {
            return Class.forName(className);
        } catch (ClassNotFoundException e) {
            if (className.equals(e.getMessage())) {
                throw new ClassNotFoundException("Class not found: " + className, e);
            }
            throw e;
        }
    }

    private static Object instance(Class<?> type) throws ReflectiveOperationException {
        try {
            return type.getConstructor().newInstance();
        } catch (NoSuchMethodException e) {
            throw new NoSuchMethodException(
                    "Class " + type.getName() + " has no public zero-argument constructor");
        } catch (InvocationTargetException e) {
            throw new InvocationTargetException(
                    e.getCause(), "The constructor of " + type.getName() + " failed");
        }
    }

    private static EventHandler reflective(Class<?> type, String name)
            throws ReflectiveOperationException {
        Method method =
                Arrays.stream(type.getMethods())
                        .filter(each -> each.getName().equals(name) && !each.isBridge())
                        .max(Comparator.comparingInt(Method::getParameterCount))
                        .orElseThrow(() ->
                                new NoSuchMethodException(
                                        "No public method named "
                                                + name
                                                + " on class "
                                                + type.getName()));
        Object target = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
        List<Class<?>> parameters = List.of(method.getParameterTypes());
        if (parameters.size() >= 2
                && parameters.get(0) == InputStream.class
                && parameters.get(1) == OutputStream.class) {
            boolean withContext = parameters.size() == 3;
            return (event, answer, context) ->
                    call(
                            method,
                            target,
                            withContext
                                    ? new Object[] {event, answer, context}
                                    : new Object[] {event, answer});
        }
        if (parameters.size() > 2
                || (parameters.size() == 2 && parameters.get(1) != Context.class)) {
            throw new NoSuchMethodException(
                    "Method "
                            + name
                            + " of class "
                            + type.getName()
                            + " takes other parameters than an event and a Context");
        }
        return JsonHandlers.of(method, target);
    }

    /** Calls the function's method and lets its own exception through, not reflection's. */
    static @Nullable Object call(Method method, @Nullable Object target, Object[] arguments)
            throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
