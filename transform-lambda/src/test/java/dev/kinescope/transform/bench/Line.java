package dev.kinescope.transform.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/** One line of the benchmark's output: a JSON object with its members in this order. */
final class Line {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MathContext DIGITS = new MathContext(3);

    private final Map<String, Object> members = new LinkedHashMap<>();

    Line(String name) {
        members.put("case", name);
    }

    Line with(String name, int value) {
        members.put(name, value);
        return this;
    }

    /** A measured number: three digits say all there is to it. */
    Line with(String name, double value) {
        var rounded = new BigDecimal(value).round(DIGITS);
        members.put(name, value >= 100 ? (Object) rounded.longValue() : rounded);
        return this;
    }

    /** Prints it, with the machine that it was measured on. */
    void print() {
        members.put("java", Runtime.version().toString());
        members.put("cores", Runtime.getRuntime().availableProcessors());
        try {
            System.out.println(JSON.writeValueAsString(members));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A line cannot be written as JSON.", e);
        }
    }
}
