package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What REST-JSON and REST-XML share: members in the path, the query, headers and the status. */
final class RestBinding {
    private static final String SIGNATURE_PARAMETERS = "X-Amz-";
    private static final String COPY_SOURCE = "x-amz-copy-source";
    private static final String UPLOAD = "uploadId";
    private static final char DELETE = 0x7f;
    private static final char LAST_LATIN = 0xff;

    /** Parameters that ask for headers of the answer. */
    private static final String ASKED_HEADER = "response-";

    private final Map<Class<?>, Route> routes = new ConcurrentHashMap<>();

    /** An operation, and what its path says. */
    record Found(Operation operation, Map<String, String> path, int weight) {}

    /** The operation that fits best: of several on one path, the one that asks for most. */
    Optional<Found> find(OfferedService service, WireRequest request) {
        Map<String, String> query = query(request);
        Found best = null;
        for (Operation operation : service.operations().values()) {
            Route route = route(operation);
            Optional<Route.Match> match = route.match(request, query);
            if (match.isPresent()
                    && (best == null || best.weight() < match.get().weight())
                    && !asksForMore(route, query)
                    && !copiesUnasked(route, request)) {
                best = new Found(operation, match.get().values(), match.get().weight());
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * A bare parameter such as {@code ?acl} names another operation, which is not offered, and so
     * does an upload id.
     */
    private static boolean asksForMore(Route route, Map<String, String> query) {
        return query.entrySet().stream()
                .anyMatch(parameter ->
                        (parameter.getValue().isEmpty() || parameter.getKey().equals(UPLOAD))
                                && !route.knownQuery().contains(parameter.getKey())
                                && !parameter.getKey().startsWith(SIGNATURE_PARAMETERS));
    }

    /** A request to copy is no upload of an empty body, where copying is not offered. */
    private static boolean copiesUnasked(Route route, WireRequest request) {
        return request.header(COPY_SOURCE).isPresent()
                && !route.requiredHeaders().contains(COPY_SOURCE);
    }

    Route route(Operation operation) {
        return routes.computeIfAbsent(
                operation.requestType(), type -> Route.of(type, operation.newRequest()));
    }

    /** Fills what does not travel in the body. */
    void read(Found found, WireRequest request, SdkPojo builder) {
        Map<String, String> query = query(request);
        for (Shape.Member member : Shape.of(builder).members()) {
            Object value =
                    switch (member.location()) {
                        case PATH, GREEDY_PATH ->
                                text(member, found.path().get(member.name()), Format.ISO_8601);
                        case QUERY_PARAM -> queryValue(member, request, query);
                        case HEADER -> headerValue(member, request);
                        case PAYLOAD, STATUS_CODE -> null;
                    };
            if (value != null) {
                member.set(builder, value);
            }
        }
    }

    private static @Nullable Object queryValue(
            Shape.Member member, WireRequest request, Map<String, String> query) {
        if (member.type() instanceof Type.Elements list
                && list.element() instanceof Type.Scalar of) {
            List<Object> values =
                    Uris.pairs(request.query()).stream()
                            .filter(pair -> pair.getKey().equals(member.name()))
                            .map(pair ->
                                    Scalars.parse(
                                            of, Format.ISO_8601, pair.getValue(), member.name()))
                            .toList();
            return values.isEmpty() ? null : values;
        }
        String value = query.get(member.name());
        if (value != null && member.name().startsWith(ASKED_HEADER)) {
            checkHeader(member.name(), value);
        }
        return text(member, value, Format.ISO_8601);
    }

    private static @Nullable Object headerValue(Shape.Member member, WireRequest request) {
        String name = member.name().toLowerCase(Locale.ROOT);
        return switch (member.type()) {
            case Type.Entries _ -> {
                var values = new LinkedHashMap<String, Object>();
                request.headers()
                        .forEach((header, value) -> {
                            if (header.startsWith(name)) {
                                values.put(
                                        header.substring(name.length()), String.join(",", value));
                            }
                        });
                yield values.isEmpty() ? null : values;
            }
            case Type.Elements list when list.element() instanceof Type.Scalar of -> {
                var values = new ArrayList<Object>();
                for (String header : request.headers().getOrDefault(name, List.of())) {
                    for (String part : header.split(",", -1)) {
                        values.add(Scalars.parse(of, Format.RFC_822, part.strip(), member.name()));
                    }
                }
                yield values.isEmpty() ? null : values;
            }
            default -> text(member, request.header(name).orElse(null), Format.RFC_822);
        };
    }

    private static @Nullable Object text(
            Shape.Member member, @Nullable String text, Format format) {
        return text == null || !(member.type() instanceof Type.Scalar scalar)
                ? null
                : Scalars.parse(scalar, format, text, member.name());
    }

    /** The headers that a response's members are. */
    static Map<String, String> headers(SdkPojo response) {
        var headers = new LinkedHashMap<String, String>();
        for (Shape.Member member : Shape.of(response).members()) {
            Object value = member.get(response);
            if (value != null && member.location() == MarshallLocation.HEADER) {
                switch (member.type()) {
                    case Type.Entries _ ->
                            ((Map<?, ?>) value)
                                    .forEach((key, text) ->
                                            headers.put(member.name() + key, "" + text));
                    case Type.Scalar scalar ->
                            headers.put(
                                    member.name(), Scalars.format(scalar, Format.RFC_822, value));
                    case Type.Elements list when list.element() instanceof Type.Scalar of ->
                            headers.put(
                                    member.name(),
                                    String.join(
                                            ",",
                                            ((List<?>) value)
                                                    .stream()
                                                            .map(each ->
                                                                    Scalars.format(
                                                                            of,
                                                                            Format.RFC_822,
                                                                            Objects.requireNonNull(
                                                                                    each)))
                                                            .toList()));
                    default -> throw new IllegalStateException(member.name() + " is no header.");
                }
            }
        }
        headers.replaceAll((_, value) -> written(value));
        return headers;
    }

    /**
     * A header as the server can write it, in ASCII: others are encoded (RFC 2047), as S3 does with
     * the metadata of objects. What is stored can always be read.
     */
    private static String written(String value) {
        boolean plain = value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < DELETE));
        return plain
                ? value
                : "=?UTF-8?B?"
                        + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
                        + "?=";
    }

    /** What a request asks for as a header of the answer has to be one. */
    private static void checkHeader(String name, String value) {
        boolean fits =
                value.chars()
                        .allMatch(c -> c == '\t' || (c >= ' ' && c != DELETE && c <= LAST_LATIN));
        if (!fits) {
            throw new RequestFault(
                    400,
                    "InvalidArgument",
                    "Header value cannot be represented using ISO-8859-1.: " + name);
        }
    }

    /** The status that a member of the response is, if there is one. */
    static Optional<Integer> status(SdkPojo response) {
        return Shape.of(response).members().stream()
                .filter(member -> member.location() == MarshallLocation.STATUS_CODE)
                .findFirst()
                .map(member -> (Integer) member.get(response));
    }

    /** A body that is neither JSON nor XML: bytes or text as they are. */
    static Optional<byte[]> raw(@Nullable Object value) {
        return switch (value) {
            case SdkBytes bytes -> Optional.of(bytes.asByteArrayUnsafe());
            case String text -> Optional.of(text.getBytes(StandardCharsets.UTF_8));
            case null, default -> Optional.empty();
        };
    }

    /** Sets a member that is the whole body and is neither JSON nor XML. */
    static boolean readRaw(Shape.Member member, byte[] body, SdkPojo builder) {
        if (!(member.type() instanceof Type.Scalar scalar)) {
            return false;
        }
        switch (scalar.kind()) {
            case SDK_BYTES -> member.set(builder, SdkBytes.fromByteArrayUnsafe(body));
            case STRING -> member.set(builder, new String(body, StandardCharsets.UTF_8));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> query(WireRequest request) {
        var query = new HashMap<String, String>();
        for (var pair : Uris.pairs(request.query())) {
            query.putIfAbsent(pair.getKey(), pair.getValue());
        }
        return query;
    }
}
