package dev.kinescope.desktop.functions;

import dev.kinescope.pipeline.functions.LogLine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One line that a function printed, as it is shown.
 *
 * @param at empty for the tail of an invocation, which comes without times
 */
record LogEntry(Optional<Instant> at, String text, Kind kind) {
    /** What kind of line it is, by how it begins. */
    enum Kind {
        PLAIN,
        /** Lambda's own START, END and INIT lines. */
        FRAME,
        REPORT,
        WARNING,
        FAILURE
    }

    static List<LogEntry> ofTail(List<String> lines) {
        return lines.stream().map(line -> of(Optional.empty(), line)).toList();
    }

    static List<LogEntry> ofGroup(List<LogLine> lines) {
        return lines.stream().map(line -> of(Optional.of(line.at()), line.message())).toList();
    }

    private static LogEntry of(Optional<Instant> at, String line) {
        String text = line.stripTrailing();
        return new LogEntry(at, text, kind(text));
    }

    private static Kind kind(String text) {
        if (text.startsWith("REPORT RequestId: ")) {
            return Kind.REPORT;
        }
        if (text.startsWith("START RequestId: ")
                || text.startsWith("END RequestId: ")
                || text.startsWith("INIT_START ")) {
            return Kind.FRAME;
        }
        if (text.contains("Task timed out")
                || text.contains("ERROR")
                || text.contains("FATAL")
                || text.contains("SEVERE")
                || text.matches("(?s)[\\w.$]+(Exception|Error)\\b.*")) {
            return Kind.FAILURE;
        }
        return text.contains("WARN") ? Kind.WARNING : Kind.PLAIN;
    }
}
