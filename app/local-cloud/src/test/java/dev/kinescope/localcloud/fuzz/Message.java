package dev.kinescope.localcloud.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP request as bytes can be made of it; nothing in it needs to be right.
 *
 * @param target path and query as they stand in the request line
 * @param service the name that it is signed for
 */
record Message(String method, String target, List<Header> headers, byte[] body, String service) {

    record Header(String name, String value) {}

    Message with(String newTarget) {
        return new Message(method, newTarget, headers, body, service);
    }

    Message with(byte[] newBody) {
        return new Message(method, target, headers, newBody, service);
    }

    Message with(List<Header> newHeaders) {
        return new Message(method, target, newHeaders, body, service);
    }

    Message withMethod(String newMethod) {
        return new Message(newMethod, target, headers, body, service);
    }

    /** The same with one value for a header, whatever it had. */
    Message with(String name, String value) {
        var changed = new ArrayList<>(without(name).headers());
        changed.add(new Header(name, value));
        return with(changed);
    }

    Message without(String name) {
        return with(
                headers.stream().filter(header -> !header.name().equalsIgnoreCase(name)).toList());
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    String path() {
        int end = target.indexOf('?');
        return end < 0 ? target : target.substring(0, end);
    }

    String query() {
        int end = target.indexOf('?');
        return end < 0 ? "" : target.substring(end + 1);
    }

    String kind() {
        String type = header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (type.contains("cbor")) {
            return "cbor";
        }
        return type.contains("json") ? "json" : type.contains("form") ? "form" : "xml";
    }
}
