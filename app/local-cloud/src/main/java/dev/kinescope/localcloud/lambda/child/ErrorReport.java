package dev.kinescope.localcloud.lambda.child;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A throwable as the Runtime API wants it: errorMessage, errorType, stackTrace, cause. */
record ErrorReport(String type, String json) {
    private static final String OWN_PACKAGE = ErrorReport.class.getPackageName() + ".";

    static ErrorReport of(Throwable error) {
        var json = new StringBuilder();
        write(error, json, Collections.newSetFromMap(new IdentityHashMap<>()));
        return new ErrorReport(error.getClass().getName(), json.toString());
    }

    Map<String, String> headers() {
        return Map.of("Lambda-Runtime-Function-Error-Type", type);
    }

    byte[] body() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Throwable error, StringBuilder json, Set<Throwable> seen) {
        seen.add(error);
        json.append('{');
        String message = error.getMessage();
        if (message != null) {
            json.append("\"errorMessage\":");
            quote(message, json);
            json.append(',');
        }
        json.append("\"errorType\":");
        quote(error.getClass().getName(), json);
        json.append(",\"stackTrace\":[");
        String separator = "";
        for (StackTraceElement frame : framesOfTheFunction(error)) {
            json.append(separator);
            quote(frame.toString(), json);
            separator = ",";
        }
        json.append(']');
        Throwable cause = error.getCause();
        if (cause != null && !seen.contains(cause)) {
            json.append(",\"cause\":");
            write(cause, json, seen);
        }
        json.append('}');
    }

    private static List<StackTraceElement> framesOfTheFunction(Throwable error) {
        var frames = new ArrayList<>(List.of(error.getStackTrace()));
        while (!frames.isEmpty() && frames.getLast().getClassName().startsWith(OWN_PACKAGE)) {
            frames.removeLast();
        }
        return frames;
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c)) {
                        json.append("\\u").append("%04x".formatted((int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
