package dev.kinescope.localcloud.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The members of a fault that is read from JSON, each checked, with words for what is wrong. */
final class Members {
    private static final List<String> WHEN = List.of("probability", "seed", "from", "most", "nth");

    private final ObjectNode object;
    private final String kind;

    Members(ObjectNode object, String kind, List<String> allowed) {
        this.object = object;
        this.kind = kind;
        Set<String> known = new HashSet<>(allowed);
        known.add("fault");
        if (FaultJson.strikesSingly(kind)) {
            known.addAll(WHEN);
        }
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        throw wrong("takes no " + name);
                    }
                });
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("The fault " + kind + " " + what + ".");
    }

    String text(String name) {
        if (!object.hasNonNull(name)) {
            throw wrong("needs " + name);
        }
        JsonNode value = object.get(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong("needs a text as " + name + ", not " + value);
        }
        return value.textValue();
    }

    String text(String name, String otherwise) {
        return object.hasNonNull(name) ? text(name) : otherwise;
    }

    long number(String name) {
        if (!object.hasNonNull(name)) {
            throw wrong("needs " + name);
        }
        JsonNode value = object.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong("needs a whole number as " + name + ", not " + value);
        }
        return value.longValue();
    }

    private long number(String name, long otherwise) {
        return object.hasNonNull(name) ? number(name) : otherwise;
    }

    long positive(String name) {
        long number = number(name);
        if (number < 1) {
            throw wrong("needs " + name + " of at least 1, not " + number);
        }
        return number;
    }

    int status(int otherwise) {
        long status = number("status", otherwise);
        if (status < 400 || status > 599) {
            throw wrong("needs a status of 400 to 599, not " + status);
        }
        return (int) status;
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        String word = text(name, otherwise.name()).toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        wrong(
                                "needs "
                                        + name
                                        + " to be one of "
                                        + Arrays.stream(type.getEnumConstants())
                                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(", "))));
    }

    When when() {
        double probability = 1;
        if (object.hasNonNull("probability")) {
            if (!object.get("probability").isNumber()) {
                throw wrong("needs a number as probability");
            }
            probability = object.get("probability").doubleValue();
        }
        if (object.hasNonNull("nth") && (object.hasNonNull("from") || object.hasNonNull("most"))) {
            throw wrong("takes either nth or from and most");
        }
        long from = number("from", number("nth", 1));
        long most = object.hasNonNull("nth") ? 1 : number("most", Long.MAX_VALUE);
        return new When(probability, number("seed", 0), from, most);
    }
}
