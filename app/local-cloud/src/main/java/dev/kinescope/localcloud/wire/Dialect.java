package dev.kinescope.localcloud.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The three ways in which AWS writes the same tree of values. */
abstract class Dialect {
    private static final int EPOCH_TAG = 1;

    /** Ten times what the largest request has that AWS takes: a thousand metrics of 150 values. */
    private static final long MOST_TOKENS = 3_000_000;

    /** Text; a timestamp is seconds with a fraction, in plain digits. */
    static final Dialect JSON =
            new Dialect(json()) {
                @Override
                void write(JsonGenerator out, Instant time) throws IOException {
                    out.writeNumber(
                            BigDecimal.valueOf(time.toEpochMilli(), 3).stripTrailingZeros());
                }

                @Override
                Instant time(BigDecimal number) {
                    return Times.ofSeconds(number);
                }
            };

    /** CBOR as Kinesis has it: a timestamp is tag 1 and whole milliseconds. */
    static final Dialect CBOR_MILLIS =
            new Dialect(cbor()) {
                @Override
                void write(JsonGenerator out, Instant time) throws IOException {
                    ((CBORGenerator) out).writeTag(EPOCH_TAG);
                    out.writeNumber(time.toEpochMilli());
                }

                @Override
                void write(JsonGenerator out, String text) throws IOException {
                    writeUtf8(out, text);
                }

                @Override
                Instant time(BigDecimal number) {
                    return Times.ofSeconds(number.scaleByPowerOfTen(-3));
                }
            };

    /** CBOR as Smithy RPC v2 has it: a timestamp is tag 1 and seconds. */
    static final Dialect CBOR_SECONDS =
            new Dialect(cbor()) {
                @Override
                void write(JsonGenerator out, Instant time) throws IOException {
                    ((CBORGenerator) out).writeTag(EPOCH_TAG);
                    if (time.getNano() == 0) {
                        out.writeNumber(time.getEpochSecond());
                    } else {
                        out.writeNumber(time.toEpochMilli() / 1000.0);
                    }
                }

                @Override
                void write(JsonGenerator out, String text) throws IOException {
                    writeUtf8(out, text);
                }

                @Override
                Instant time(BigDecimal number) {
                    return Times.ofSeconds(number);
                }
            };

    private final JsonFactory factory;

    private Dialect(JsonFactory factory) {
        this.factory = factory;
    }

    JsonFactory factory() {
        return factory;
    }

    abstract void write(JsonGenerator out, Instant time) throws IOException;

    /** Writes text; CBOR takes it in UTF-8, which a string mostly is already. */
    void write(JsonGenerator out, String text) throws IOException {
        out.writeString(text);
    }

    private static void writeUtf8(JsonGenerator out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeUTF8String(bytes, 0, bytes.length);
    }

    /**
     * The time that a number stands for.
     *
     * @throws java.time.DateTimeException if it is out of {@link Times}'s bounds
     * @throws ArithmeticException if it is too large to be reckoned with
     */
    abstract Instant time(BigDecimal number);

    /** The endpoint bounds the request as a whole, so one long string (a zip) may fill it. */
    private static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .maxNestingDepth(100)
                .maxTokenCount(MOST_TOKENS)
                .build();
    }

    private static JsonFactory json() {
        return new JsonFactoryBuilder()
                .streamReadConstraints(constraints())
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
    }

    private static JsonFactory cbor() {
        return CBORFactory.builder().streamReadConstraints(constraints()).build();
    }
}
