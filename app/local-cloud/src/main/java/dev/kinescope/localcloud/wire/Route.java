package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.protocols.core.OperationInfo;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a REST operation is found, as the SDK's own marshaller of its request says.
 *
 * @param template the path, such as {@code /2015-03-31/functions/{FunctionName}} or, behind the
 *     bucket, {@code /{Key+}}
 * @param fixed query parameters that tell the operation from others on the same path
 * @param first a member that is the first segment of the path although the template leaves it out:
 *     the bucket, which the SDK would rather put into the host name
 */
record Route(
        String method,
        List<String> template,
        Map<String, String> fixed,
        Set<String> requiredQuery,
        Set<String> requiredHeaders,
        Set<String> knownQuery,
        @Nullable String first) {

    /** What a path held where a template has names. */
    record Match(Map<String, String> values, int weight) {}

    static Route of(Class<?> requestType, SdkPojo emptyRequest) {
        OperationInfo info = binding(requestType);
        String[] parts = info.requestUri().split("\\?", 2);
        List<String> template = segments(parts[0]);
        var fixed = new HashMap<String, String>();
        for (var pair : Uris.pairs(parts.length == 2 ? parts[1] : "")) {
            fixed.put(pair.getKey(), pair.getValue());
        }
        var query = new HashSet<String>();
        var headers = new HashSet<String>();
        var known = new HashSet<String>(fixed.keySet());
        String first = null;
        for (Shape.Member member : Shape.of(emptyRequest).members()) {
            if (member.location() == MarshallLocation.QUERY_PARAM) {
                known.add(member.name());
                if (member.required()) {
                    query.add(member.name());
                }
            } else if (member.location() == MarshallLocation.HEADER && member.required()) {
                headers.add(member.name());
            } else if (member.location() == MarshallLocation.PATH
                    && !template.contains("{" + member.name() + "}")) {
                first = member.name();
            }
        }
        return new Route(info.httpMethod().name(), template, fixed, query, headers, known, first);
    }

    /** The values in the path, if the request is for this route. */
    Optional<Match> match(WireRequest request, Map<String, String> query) {
        if (!method.equals(request.method())
                || !requiredQuery.stream().allMatch(query::containsKey)
                || !requiredHeaders.stream().allMatch(name -> request.header(name).isPresent())
                || !fixed.entrySet().stream()
                        .allMatch(e -> e.getValue().equals(query.get(e.getKey())))) {
            return Optional.empty();
        }
        var values = new HashMap<String, String>();
        String path = request.path();
        if (first != null) {
            int end = path.indexOf('/', 1);
            String name = path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            values.put(first, Uris.decode(name));
            path = end < 0 ? "" : path.substring(end);
            // Behind the bucket every character counts: keys may be slashes and nothing else.
            if (template.isEmpty() && path.length() > 1) {
                return Optional.empty();
            }
        }
        if (!walk(path, values)) {
            return Optional.empty();
        }
        return Optional.of(
                new Match(values, fixed.size() + requiredQuery.size() + requiredHeaders.size()));
    }

    private boolean walk(String path, Map<String, String> values) {
        if (!template.isEmpty() && greedy(template.getFirst())) {
            String rest = path.isEmpty() ? "" : path.substring(1);
            values.put(name(template.getFirst()), Uris.decode(rest));
            return !rest.isEmpty();
        }
        List<String> segments = segments(path);
        if (segments.size() != template.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String wanted = template.get(i);
            if (wanted.startsWith("{")) {
                values.put(name(wanted), Uris.decode(segments.get(i)));
            } else if (!wanted.equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean greedy(String segment) {
        return segment.endsWith("+}");
    }

    private static String name(String segment) {
        return segment.replaceAll("[{}+]", "");
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /** The marshaller's own record of method and path; a test holds the SDK to it. */
    private static OperationInfo binding(Class<?> requestType) {
        String name =
                requestType.getPackageName().replaceFirst("\\.model$", ".transform")
                        + "."
                        + requestType.getSimpleName()
                        + "Marshaller";
        try {
            Field field =
                    Class.forName(name, true, requestType.getClassLoader())
                            .getDeclaredField("SDK_OPERATION_BINDING");
            field.setAccessible(true);
            return (OperationInfo) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This version of the AWS SDK does not say where " + requestType + " goes.", e);
        }
    }
}
