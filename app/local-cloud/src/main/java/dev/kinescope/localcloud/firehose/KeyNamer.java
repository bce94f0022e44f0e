package dev.kinescope.localcloud.firehose;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Names delivered objects: evaluated prefix, then {@code STREAM-VERSION-yyyy-MM-dd-HH-mm-ss-UUID},
 * then the extension (AWS documentation, Amazon S3 object name format).
 */
final class KeyNamer {
    static final String PROCESSING_FAILED = "processing-failed";
    private static final DateTimeFormatter HOURS =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** What an object holds; it decides between the prefixes. */
    enum Kind {
        DATA,
        FAILED
    }

    private final RandomGenerator random;

    KeyNamer(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A new key.
     *
     * @param partition the values of partition keys that the prefix may ask for
     * @param oldest arrival of the oldest record in the object
     */
    String key(
            DeliveryStream stream,
            S3Settings s3,
            String fileExtension,
            String timeZone,
            Kind kind,
            Map<String, String> partition,
            Instant oldest) {
        String prefix =
                switch (kind) {
                    case DATA -> dataPrefix(orEmpty(s3.prefix()), timeZone, partition, oldest);
                    case FAILED -> errorPrefix(s3, timeZone, oldest);
                };
        String extension = !fileExtension.isEmpty() ? fileExtension : s3.format().extension();
        var id = new UUID(random.nextLong(), random.nextLong());
        return prefix
                + stream.name()
                + "-"
                + stream.version()
                + "-"
                + SECONDS.format(oldest)
                + "-"
                + id
                + extension;
    }

    private String dataPrefix(
            String prefix, String timeZone, Map<String, String> partition, Instant oldest) {
        return PrefixExpressions.has(prefix)
                ? evaluate(prefix, timeZone, partition, oldest)
                : prefix + HOURS.format(oldest);
    }

    /** Without expressions the error type and the date path are appended. */
    private String errorPrefix(S3Settings s3, String timeZone, Instant oldest) {
        String prefix = orEmpty(s3.errorPrefix());
        if (PrefixExpressions.has(prefix)) {
            return evaluate(prefix, timeZone, Map.of(), oldest);
        }
        String base = prefix.isEmpty() ? orEmpty(s3.prefix()) : prefix;
        return base + PROCESSING_FAILED + "/" + HOURS.format(oldest);
    }

    private String evaluate(
            String prefix, String timeZone, Map<String, String> partition, Instant oldest) {
        return PrefixExpressions.evaluate(
                prefix, PROCESSING_FAILED, partition, oldest, ZoneId.of(timeZone), random);
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }
}
