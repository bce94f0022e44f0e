package dev.kinescope.localcloud.lambda.child;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;

/**
 * Handlers that take and return objects: JSON is read and written as the managed runtimes do it. Of
 * its own class so that stream handlers never load the serialization library.
 */
final class JsonHandlers {
    private JsonHandlers() {}

    static EventHandler of(Class<?> type, RequestHandler<?, ?> function) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        bind(type, bound);
        TypeVariable<?>[] variables = RequestHandler.class.getTypeParameters();
        PojoSerializer<Object> reader = serializer(resolve(variables[0], bound));
        Type output = resolve(variables[1], bound);
        @SuppressWarnings("unchecked") // The reader makes the type that the handler declares.
        var typed = (RequestHandler<Object, Object>) function;
        return (event, answer, context) ->
                write(typed.handleRequest(read(reader, event), context), output, answer);
    }

    static EventHandler of(Method method, @Nullable Object target) {
        Type[] parameters = method.getGenericParameterTypes();
        boolean takesContext =
                parameters.length > 0 && parameters[parameters.length - 1] == Context.class;
        int events = parameters.length - (takesContext ? 1 : 0);
        PojoSerializer<Object> reader = serializer(events == 0 ? Object.class : parameters[0]);
        Type output = method.getGenericReturnType();
        return (event, answer, context) -> {
            Object[] arguments = new Object[parameters.length];
            if (events > 0) {
                arguments[0] = read(reader, event);
            }
            if (takesContext) {
                arguments[parameters.length - 1] = context;
            }
            write(HandlerLoader.call(method, target, arguments), output, answer);
        };
    }

    private static Object read(PojoSerializer<Object> reader, InputStream event) {
        return reader.fromJson(event);
    }

    private static void write(@Nullable Object result, Type declared, OutputStream answer)
            throws java.io.IOException {
        if (result == null) {
            answer.write(new byte[] {'n', 'u', 'l', 'l'});
            return;
        }
        Type type = declared instanceof ParameterizedType ? declared : result.getClass();
        serializer(type).toJson(result, answer);
    }

    @SuppressWarnings("unchecked") // The library's own classes read and write any object.
    private static PojoSerializer<Object> serializer(Type type) {
        if (type instanceof Class<?> known
                && LambdaEventSerializers.isLambdaSupportedEvent(known.getName())) {
            return (PojoSerializer<Object>)
                    LambdaEventSerializers.serializerFor(known, known.getClassLoader());
        }
        return JacksonFactory.getInstance().getSerializer(type);
    }

    /** Collects what the type's parents say about their type variables. */
    private static void bind(Type type, Map<TypeVariable<?>, Type> bound) {
        if (type instanceof ParameterizedType parameterized
                && parameterized.getRawType() instanceof Class<?> raw) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                bound.put(variables[i], parameterized.getActualTypeArguments()[i]);
            }
            bind(raw, bound);
        } else if (type instanceof Class<?> plain) {
            for (Type parent : plain.getGenericInterfaces()) {
                bind(parent, bound);
            }
            Type parent = plain.getGenericSuperclass();
            if (parent != null) {
                bind(parent, bound);
            }
        }
    }

    private static Type resolve(Type type, Map<TypeVariable<?>, Type> bound) {
        Type resolved = type;
        while (resolved instanceof TypeVariable<?> variable) {
            Type next = bound.get(variable);
            if (next == null || next.equals(resolved)) {
                return Object.class;
            }
            resolved = next;
        }
        return resolved;
    }
}
