package dev.kinescope.localcloud.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The SDK's requests in the protocols that other clients speak with the same services. */
final class OtherProtocols {
    private static final String CLOUDWATCH = "GraniteServiceVersion20100801";
    private static final String KINESIS = "Kinesis_20131202";
    private static final int EPOCH_TAG = 1;

    private OtherProtocols() {}

    /**
     * A message in another protocol than the SDK's; empty if the service has none, or by chance.
     */
    static Optional<Message> message(
            String service, String method, SdkPojo request, RandomGenerator random) {
        String operation = Character.toUpperCase(method.charAt(0)) + method.substring(1);
        return switch (service) {
            case "kinesis" ->
                    random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(json("1.1", KINESIS, operation, request, service));
            case "monitoring" ->
                    switch (random.nextInt(4)) {
                        case 0 -> Optional.empty();
                        case 1 -> Optional.of(json("1.0", CLOUDWATCH, operation, request, service));
                        default -> Optional.of(rpc(operation, request, service));
                    };
            default -> Optional.empty();
        };
    }

    private static Message json(
            String version, String target, String operation, SdkPojo request, String service) {
        return new Message(
                "POST",
                "/",
                List.of(
                        new Message.Header("Content-Type", "application/x-amz-json-" + version),
                        new Message.Header("X-Amz-Target", target + "." + operation)),
                bytes(new JsonFactory(), request),
                service);
    }

    private static Message rpc(String operation, SdkPojo request, String service) {
        return new Message(
                "POST",
                "/service/" + CLOUDWATCH + "/operation/" + operation,
                List.of(
                        new Message.Header("Content-Type", "application/cbor"),
                        new Message.Header("Accept", "application/cbor"),
                        new Message.Header("smithy-protocol", "rpc-v2-cbor")),
                bytes(new CBORFactory(), request),
                service);
    }

    private static byte[] bytes(JsonFactory factory, SdkPojo request) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = factory.createGenerator(bytes)) {
            write(out, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case SdkPojo structure -> {
                out.writeStartObject();
                for (SdkField<?> field : structure.sdkFields()) {
                    Object member = field.getValueOrDefault(structure);
                    if (member != null) {
                        out.writeFieldName(field.locationName());
                        write(out, member);
                    }
                }
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                for (Object element : list) {
                    write(out, element);
                }
                out.writeEndArray();
            }
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName((String) entry.getKey());
                    write(out, entry.getValue());
                }
                out.writeEndObject();
            }
            case Instant time -> {
                if (out instanceof CBORGenerator cbor) {
                    cbor.writeTag(EPOCH_TAG);
                }
                out.writeNumber(time.getEpochSecond());
            }
            case SdkBytes bytes -> out.writeBinary(bytes.asByteArrayUnsafe());
            case Boolean truth -> out.writeBoolean(truth);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Float number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            default -> out.writeString(value.toString());
        }
    }
}
