package dev.kinescope.desktop.delivery;

import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.Measured;
import dev.kinescope.pipeline.delivery.DeliveryMetrics;
import dev.kinescope.pipeline.delivery.DeliveryStatus;
import dev.kinescope.pipeline.delivery.FailedRecords;
import dev.kinescope.pipeline.provisioning.ResourceState;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The words of the Delivery view: settings and buffers in sentences, numbers with their source. */
final class DeliveryTexts {
    private static final double KILO = 1000;

    private final Clock clock;
    private final DateTimeFormatter times;

    DeliveryTexts(Clock clock) {
        this.clock = clock;
        this.times =
                DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH)
                        .withZone(clock.getZone());
    }

    /**
     * A headline number.
     *
     * @param caption where it comes from and how old it is
     * @param known false if there is no data, which is not zero
     */
    record Figure(String name, String value, String unit, String caption, boolean known) {}

    /** One setting and its value. */
    record Fact(String name, String value) {}

    /** Firehose's status in the one vocabulary of states. */
    static ResourceState state(String status) {
        return switch (status) {
            case "ACTIVE" -> ResourceState.READY;
            case "CREATING" -> ResourceState.CREATING;
            case "DELETING" -> ResourceState.DELETING;
            default -> ResourceState.FAILING;
        };
    }

    /** CloudWatch's numbers, one for each card. */
    List<Figure> figures(DeliveryMetrics metrics) {
        return List.of(
                figure("Records read", "/min", metrics.recordsRead(), Numbers::amount),
                figure("Transformed", "/min", metrics.recordsProcessed(), Numbers::amount),
                figure("Records delivered", "/min", metrics.recordsDelivered(), Numbers::amount),
                figure("Bytes delivered", "/min", metrics.bytesDelivered(), Numbers::bytes),
                figure("Oldest undelivered", "", metrics.freshnessSeconds(), this::seconds),
                figure(
                        "Behind the stream",
                        "",
                        metrics.millisBehindLatest().map(millis -> millis / KILO),
                        this::seconds));
    }

    private Figure figure(
            String name, String unit, Measured<Double> measured, Function<Double, String> words) {
        return new Figure(
                name,
                measured.value().map(words).orElse("no data"),
                measured.hasData() ? unit : "",
                measured.source().words()
                        + (measured.hasData() ? "\n" : "\nasked ")
                        + ago(measured.at()),
                measured.hasData());
    }

    private String seconds(double seconds) {
        return Numbers.duration(Duration.ofMillis(Math.round(seconds * KILO)));
    }

    /** Now, 3 s ago, 2 min ago. */
    String ago(Instant at) {
        Duration age = Duration.between(at, clock.instant());
        return Numbers.ago(age.isNegative() ? Duration.ZERO : age);
    }

    /** How the delivery stream is set up. */
    List<Fact> facts(DeliveryStatus status) {
        var facts = new ArrayList<Fact>();
        facts.add(
                new Fact(
                        "Reads",
                        status.sourceStream()
                                + status.readsFrom()
                                        .map(from -> ", records since " + times.format(from))
                                        .orElse("")));
        facts.add(
                new Fact(
                        "Transform",
                        status.processor()
                                .map(processor -> functionName(processor.functionArn()))
                                .orElse("none: records are delivered as they come")));
        facts.add(new Fact("Bucket", status.bucket()));
        facts.add(new Fact("Prefix", orNone(status.prefix())));
        facts.add(new Fact("Error prefix", orNone(status.errorPrefix())));
        facts.add(new Fact("Compression", status.compression().toLowerCase(Locale.ROOT)));
        facts.add(new Fact("Raw backup", status.rawBackup() ? "on" : "off"));
        facts.add(
                new Fact(
                        "Version",
                        status.version()
                                + status.lastChanged()
                                        .map(at -> ", changed " + times.format(at))
                                        .orElse("")));
        return List.copyOf(facts);
    }

    private static String orNone(String prefix) {
        return prefix.isEmpty() ? "none" : prefix;
    }

    private static String functionName(String arn) {
        int at = arn.indexOf(":function:");
        return at < 0 ? arn : arn.substring(at + ":function:".length());
    }

    /** What the buffers mean for a record on its way. */
    String buffers(DeliveryStatus status) {
        var words = new StringBuilder();
        status.processor()
                .ifPresent(processor -> words.append(transformBuffer(processor)).append(' '));
        words.append(
                "Firehose writes an object when %d MiB or %s have gathered, whichever comes first."
                        .formatted(status.bufferMiB(), time(status.bufferSeconds())));
        int wait =
                status.bufferSeconds()
                        + status.processor().map(DeliveryStatus.Processor::bufferSeconds).orElse(0);
        words.append(" A post can rest here for about ").append(time(wait)).append(".");
        return words.toString();
    }

    private static String transformBuffer(DeliveryStatus.Processor processor) {
        String tries = Numbers.counted(processor.retries() + 1L, "time");
        String size = trim(processor.bufferMB());
        return processor.bufferSeconds() == 0
                ? "The transform gets up to %s MB of records at once, without waiting, and is tried"
                                .formatted(size)
                        + " "
                        + tries
                        + "."
                : "The transform gets up to %s MB or %s of records at once, and is tried %s."
                        .formatted(size, time(processor.bufferSeconds()), tries);
    }

    private static String trim(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.1f", number);
    }

    private static String time(int seconds) {
        return seconds == 0
                ? "0 s"
                : seconds < 60 || seconds % 60 != 0 ? seconds + " s" : seconds / 60 + " min";
    }

    /** What is under the error prefix, in one line. */
    String failures(FailedRecords failed, Instant listedAt) {
        String records =
                failed.records() == 0
                        ? "none"
                        : Numbers.counted(failed.records(), "record")
                                + " in the newest "
                                + Numbers.counted(failed.keys().size(), "object");
        String broken =
                failed.unreadableLines() == 0
                        ? ""
                        : ", " + Numbers.counted(failed.unreadableLines(), "line") + " unreadable";
        return records + broken + " · listed here, " + ago(listedAt);
    }
}
