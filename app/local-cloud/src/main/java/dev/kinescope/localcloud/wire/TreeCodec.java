package dev.kinescope.localcloud.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes any SDK model class as JSON or CBOR. */
final class TreeCodec {
    private final Dialect dialect;

    TreeCodec(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * Fills a builder from a body; an empty body leaves it as it is, unknown members are ignored.
     *
     * @throws RequestFault if the body is not well formed or a member has the wrong type
     */
    void read(byte[] body, SdkPojo builder) {
        if (body.length == 0) {
            return;
        }
        try (JsonParser in = dialect.factory().createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw RequestFault.malformed("The body is not a map of members.");
            }
            readMembers(in, builder);
        } catch (JsonParseException | StreamConstraintsException | InputCoercionException e) {
            throw RequestFault.malformed("The body is not well formed: " + e.getOriginalMessage());
        } catch (IOException | DateTimeException | ArithmeticException | NumberFormatException e) {
            // Of numbers that are none, CBOR's reader tells as Java does.
            throw RequestFault.malformed("The body cannot be read.");
        }
    }

    private void readMembers(JsonParser in, SdkPojo builder) throws IOException {
        Shape shape = Shape.of(builder);
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            Shape.Member member = shape.inBody(name);
            JsonToken token = in.nextToken();
            if (member == null) {
                in.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                member.set(builder, value(in, member.type()));
            }
        }
    }

    private @Nullable Object value(JsonParser in, Type type) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (type) {
            case Type.Structure structure -> {
                expect(in, JsonToken.START_OBJECT);
                SdkPojo builder = structure.builder().get();
                readMembers(in, builder);
                yield Shape.build(builder);
            }
            case Type.Elements list -> {
                expect(in, JsonToken.START_ARRAY);
                List<@Nullable Object> values = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    values.add(notNull(value(in, list.element()), in.getParsingContext()));
                }
                yield values;
            }
            case Type.Entries entries -> {
                expect(in, JsonToken.START_OBJECT);
                JsonStreamContext map = in.getParsingContext().getParent();
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String name = paired(in.currentName(), map);
                    in.nextToken();
                    values.put(name, notNull(value(in, entries.value()), map));
                }
                yield values;
            }
            case Type.Scalar scalar -> scalar(in, scalar);
        };
    }

    private Object scalar(JsonParser in, Type.Scalar type) throws IOException {
        JsonToken token = in.currentToken();
        boolean number = token.isNumeric();
        boolean text = token == JsonToken.VALUE_STRING;
        return switch (type.kind()) {
            case STRING -> {
                if (!text) {
                    throw wrongType(in, "a string");
                }
                yield paired(in.getText(), in.getParsingContext());
            }
            case INTEGER, SHORT, BYTE, LONG -> {
                if (!number) {
                    throw wrongType(in, "a whole number");
                }
                yield whole(in, type.kind());
            }
            case FLOAT, DOUBLE -> {
                if (!number && !text) {
                    throw wrongType(in, "a number");
                }
                yield fraction(in, type.kind());
            }
            case BIG_DECIMAL -> {
                if (!number) {
                    throw wrongType(in, "a number");
                }
                yield in.getDecimalValue();
            }
            case BOOLEAN -> {
                if (!token.isBoolean()) {
                    throw wrongType(in, "true or false");
                }
                yield in.getBooleanValue();
            }
            case INSTANT -> {
                if (number) {
                    yield dialect.time(in.getDecimalValue());
                }
                if (text) {
                    yield Times.bounded(Instant.parse(in.getText()));
                }
                throw wrongType(in, "a timestamp");
            }
            case SDK_BYTES -> {
                if (!text && token != JsonToken.VALUE_EMBEDDED_OBJECT) {
                    throw wrongType(in, "binary data");
                }
                yield SdkBytes.fromByteArrayUnsafe(in.getBinaryValue());
            }
            default -> throw wrongType(in, "a type that the local cloud can read");
        };
    }

    /** No list or map of the services' models has gaps (Smithy documentation, sparse trait). */
    private static Object notNull(@Nullable Object value, JsonStreamContext at) {
        if (value == null) {
            throw RequestFault.malformed("The members of " + path(at) + " must not be null.");
        }
        return value;
    }

    /** What is half a character cannot be written as UTF-8 again. */
    private static String paired(String text, JsonStreamContext at) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length()
                        || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw RequestFault.malformed(
                            "The member " + path(at) + " must be Unicode text.");
                }
                i++;
            }
        }
        return text;
    }

    private static Object whole(JsonParser in, MarshallingKnownType kind) throws IOException {
        return switch (kind) {
            case LONG -> in.getLongValue();
            case SHORT -> in.getShortValue();
            case BYTE -> in.getByteValue();
            default -> in.getIntValue();
        };
    }

    /** A number, or one of the words that JSON uses for what it has no number for. */
    private static Object fraction(JsonParser in, MarshallingKnownType kind) throws IOException {
        double value;
        if (in.currentToken().isNumeric()) {
            value = in.getDoubleValue();
        } else {
            value =
                    switch (in.getText()) {
                        case "NaN" -> Double.NaN;
                        case "Infinity" -> Double.POSITIVE_INFINITY;
                        case "-Infinity" -> Double.NEGATIVE_INFINITY;
                        default -> throw wrongType(in, "a number");
                    };
        }
        if (kind == MarshallingKnownType.FLOAT) {
            return (float) value;
        }
        return value;
    }

    private static void expect(JsonParser in, JsonToken token) {
        if (in.currentToken() != token) {
            throw wrongType(in, token == JsonToken.START_ARRAY ? "a list" : "a map");
        }
    }

    private static RequestFault wrongType(JsonParser in, String wanted) {
        return RequestFault.malformed(
                "The member " + path(in.getParsingContext()) + " must be " + wanted + ".");
    }

    /** The names of the members that lead to a place; only who reports an error asks for it. */
    private static String path(JsonStreamContext place) {
        var names = new ArrayDeque<String>();
        for (JsonStreamContext at = place; at != null; at = at.getParent()) {
            if (at.inObject() && at.hasCurrentName()) {
                names.push(at.getCurrentName());
            }
        }
        return String.join(".", names);
    }

    /** Writes the body members of a model object, without braces around them. */
    void writeMembers(JsonGenerator out, SdkPojo object) throws IOException {
        for (Shape.Member member : Shape.of(object).members()) {
            if (member.location() == MarshallLocation.PAYLOAD) {
                Object value = member.get(object);
                if (value != null) {
                    out.writeFieldName(member.key());
                    write(out, member.type(), value);
                }
            }
        }
    }

    private void write(JsonGenerator out, Type type, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        switch (type) {
            case Type.Structure _ -> {
                out.writeStartObject();
                writeMembers(out, (SdkPojo) value);
                out.writeEndObject();
            }
            case Type.Elements list -> {
                List<?> values = (List<?>) value;
                out.writeStartArray(values, values.size());
                for (Object element : values) {
                    write(out, list.element(), element);
                }
                out.writeEndArray();
            }
            case Type.Entries map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    out.writeFieldName((String) entry.getKey());
                    write(out, map.value(), entry.getValue());
                }
                out.writeEndObject();
            }
            case Type.Scalar _ -> writeScalar(out, value);
        }
    }

    private void writeScalar(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case String text -> dialect.write(out, text);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Short number -> out.writeNumber(number);
            case Byte number -> out.writeNumber(number.shortValue());
            case Float number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            case Boolean truth -> out.writeBoolean(truth);
            case Instant time -> dialect.write(out, time);
            case SdkBytes bytes -> out.writeBinary(bytes.asByteArrayUnsafe());
            default ->
                    throw new IllegalStateException(
                            "The codec cannot write a " + value.getClass().getName() + ".");
        }
    }
}
