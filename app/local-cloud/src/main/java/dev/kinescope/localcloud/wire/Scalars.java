package dev.kinescope.localcloud.wire;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;

/** Values as text: in headers, paths, queries, forms and XML. */
final class Scalars {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Scalars() {}

    /**
     * Reads a value.
     *
     * @param usual the timestamp format of the place where the text stands
     * @throws RequestFault if the text is not of that type
     */
    static Object parse(Type.Scalar type, Format usual, String text, String name) {
        try {
            return switch (type.kind()) {
                case STRING -> text;
                case INTEGER -> Integer.valueOf(text.strip());
                case LONG -> Long.valueOf(text.strip());
                case SHORT -> Short.valueOf(text.strip());
                case BYTE -> Byte.valueOf(text.strip());
                case FLOAT -> Float.valueOf(text.strip());
                case DOUBLE -> Double.valueOf(text.strip());
                case BIG_DECIMAL -> new BigDecimal(text.strip());
                case BOOLEAN -> truth(text.strip());
                case INSTANT ->
                        time(Objects.requireNonNullElse(type.format(), usual), text.strip());
                case SDK_BYTES ->
                        SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text.strip()));
                default -> throw new IllegalArgumentException("no text stands for " + type.kind());
            };
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new RequestFault(
                    400,
                    "InvalidArgument",
                    "The value of "
                            + name
                            + " is not valid: it must be of type "
                            + type.kind()
                            + ".");
        }
    }

    /** Writes a value. */
    static String format(Type.Scalar type, Format usual, Object value) {
        return switch (value) {
            case Instant time -> time(Objects.requireNonNullElse(type.format(), usual), time);
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Instant time(Format format, String text) {
        return switch (format) {
            case RFC_822 -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            case UNIX_TIMESTAMP, UNIX_TIMESTAMP_MILLIS -> Times.ofSeconds(text);
            default -> Times.bounded(Instant.from(DateTimeFormatter.ISO_DATE_TIME.parse(text)));
        };
    }

    private static String time(Format format, Instant time) {
        return switch (format) {
            case RFC_822 -> HTTP_DATE.format(time);
            case UNIX_TIMESTAMP -> Long.toString(time.getEpochSecond());
            case UNIX_TIMESTAMP_MILLIS -> Long.toString(time.toEpochMilli());
            default -> ISO.format(time);
        };
    }
}
