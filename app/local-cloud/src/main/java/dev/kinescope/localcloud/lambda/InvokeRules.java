package dev.kinescope.localcloud.lambda;

import com.fasterxml.jackson.core.JsonParser;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.LogType;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** What a function may be invoked with. */
final class InvokeRules {
    private static final int MAX_PAYLOAD = 6_291_456;
    private static final int MAX_EVENT_PAYLOAD = 1_048_576;

    private InvokeRules() {}

    static void checkTypes(InvokeRequest request) {
        if (request.invocationType() == InvocationType.UNKNOWN_TO_SDK_VERSION) {
            throw notOneOf(
                    request.invocationTypeAsString(),
                    "invocationType",
                    InvocationType.knownValues().toArray());
        }
        if (request.logType() == LogType.UNKNOWN_TO_SDK_VERSION) {
            throw notOneOf(request.logTypeAsString(), "logType", LogType.knownValues().toArray());
        }
    }

    private static RuntimeException notOneOf(String value, String member, Object[] known) {
        return LambdaErrors.constraint(
                value,
                member,
                "Member must satisfy enum value set: "
                        + Arrays.stream(known)
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", ", "[", "]")));
    }

    /** The event, which is JSON within Lambda's bounds. */
    static SdkBytes payload(InvokeRequest request) {
        byte[] payload =
                request.payload() == null ? new byte[0] : request.payload().asByteArrayUnsafe();
        int bound =
                request.invocationType() == InvocationType.EVENT ? MAX_EVENT_PAYLOAD : MAX_PAYLOAD;
        if (payload.length > bound) {
            throw LambdaErrors.tooLarge(
                    "Request must be smaller than "
                            + bound
                            + " bytes for the InvokeFunction operation");
        }
        if (payload.length == 0) {
            return SdkBytes.fromUtf8String("{}");
        }
        try (JsonParser json = Models.JSON.createParser(payload)) {
            if (json.nextToken() == null) {
                throw LambdaErrors.badContent(
                        "Could not parse request body into json: it is blank");
            }
            json.skipChildren();
            if (json.nextToken() != null) {
                throw LambdaErrors.badContent(
                        "Could not parse request body into json: more follows the first value");
            }
        } catch (IOException e) {
            throw LambdaErrors.badContent("Could not parse request body into json: it is no JSON");
        }
        return SdkBytes.fromByteArrayUnsafe(payload);
    }

    /** What goes along with the event, as a line of JSON, which the Runtime API passes on. */
    static @Nullable String clientContext(InvokeRequest request) {
        if (request.clientContext() == null) {
            return null;
        }
        try {
            byte[] json = Base64.getDecoder().decode(request.clientContext());
            var context = Models.JSON.readTree(json);
            if (context != null && context.isObject()) {
                return escaped(Models.JSON.writeValueAsString(context));
            }
        } catch (IllegalArgumentException | IOException e) {
            throw noContext(e);
        }
        throw noContext(null);
    }

    private static RuntimeException noContext(@Nullable Exception cause) {
        RuntimeException refused =
                LambdaErrors.badContent(
                        "Client context must be a valid Base64-encoded JSON object.");
        if (cause != null) {
            refused.addSuppressed(cause);
        }
        return refused;
    }

    /** A header has only Latin letters, which not everybody reads alike. */
    private static String escaped(String json) {
        return json.chars()
                .mapToObj(c -> c < 0x7f ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
    }
}
