package dev.kinescope.pipeline.functions;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The REPORT line that Lambda prints after an invocation.
 *
 * @param init only on a cold start
 * @param status for example {@code timeout}; empty when it ended well
 */
public record Report(
        String requestId,
        Duration duration,
        Duration billed,
        int memoryMiB,
        int maxMemoryMiB,
        Optional<Duration> init,
        String status) {

    private static final Pattern REQUEST = Pattern.compile("REPORT RequestId: (\\S+)");
    private static final Pattern FIELD = Pattern.compile("\\t([A-Z][A-Za-z ]+): ([^\\t]+)");

    /** The last REPORT line among these, if there is one. */
    public static Optional<Report> find(Collection<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("REPORT RequestId: "))
                .reduce((_, last) -> last)
                .flatMap(Report::parse);
    }

    private static Optional<Report> parse(String line) {
        Matcher request = REQUEST.matcher(line);
        if (!request.find()) {
            return Optional.empty();
        }
        Duration duration = Duration.ZERO;
        Duration billed = Duration.ZERO;
        int memory = 0;
        int maxMemory = 0;
        Optional<Duration> init = Optional.empty();
        String status = "";
        Matcher field = FIELD.matcher(line);
        while (field.find()) {
            String value = field.group(2).strip();
            switch (field.group(1)) {
                case "Duration" -> duration = millis(value);
                case "Billed Duration" -> billed = millis(value);
                case "Memory Size" -> memory = (int) number(value);
                case "Max Memory Used" -> maxMemory = (int) number(value);
                case "Init Duration", "Restore Duration" -> init = Optional.of(millis(value));
                case "Status" -> status = value;
                default -> {
                    // Lambda may add fields; the ones shown are above.
                }
            }
        }
        return Optional.of(
                new Report(request.group(1), duration, billed, memory, maxMemory, init, status));
    }

    private static Duration millis(String value) {
        return Duration.ofNanos(Math.round(number(value) * 1_000_000));
    }

    private static double number(String value) {
        Matcher digits = Pattern.compile("[0-9.]+").matcher(value);
        return digits.find() ? Double.parseDouble(digits.group()) : 0;
    }
}
