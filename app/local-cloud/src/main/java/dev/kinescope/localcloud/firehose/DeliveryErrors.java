package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.core.JsonFactory;

import dev.kinescope.localcloud.calls.CannotAssumeRoleException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Tells the errors of a delivery stream in the log that its user asked for (AWS documentation,
 * Monitor with CloudWatch Logs); it needs the destination's role, and must never disturb the work.
 */
final class DeliveryErrors {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryErrors.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final String deliveryStreamArn;
    private final Surroundings around;

    DeliveryErrors(String deliveryStreamArn, Surroundings around) {
        this.deliveryStreamArn = deliveryStreamArn;
        this.around = around;
    }

    /**
     * Tells one error.
     *
     * @param where the destination it concerns, with its logging options
     * @param functionArn if it is the function's
     */
    void tell(
            DeliveryStream stream,
            S3Settings where,
            String code,
            String message,
            @Nullable String functionArn) {
        S3Settings.Logging logging = where.logging();
        if (logging == null || !logging.enabled()) {
            return;
        }
        String group = logging.group();
        String logStream = logging.stream();
        if (group == null || logStream == null) {
            return;
        }
        String event = event(stream, where, code, message, functionArn);
        try {
            around.as(
                    where.roleArn(),
                    () -> {
                        around.errorLog().write(group, logStream, around.clock().instant(), event);
                        return event;
                    });
        } catch (CannotAssumeRoleException e) {
            LOG.debug("The errors of {} cannot be logged: {}", stream.name(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn(
                    "The errors of delivery stream {} cannot be written to {}: {}",
                    stream.name(),
                    group,
                    e.getMessage());
        }
    }

    private String event(
            DeliveryStream stream,
            S3Settings where,
            String code,
            String message,
            @Nullable String functionArn) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("deliveryStreamARN", deliveryStreamArn);
            json.writeStringField("destination", where.bucketArn());
            json.writeNumberField("deliveryStreamVersionId", stream.version());
            json.writeStringField("message", message);
            json.writeStringField("errorCode", code);
            if (functionArn != null) {
                json.writeStringField("processor", functionArn);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }
}
