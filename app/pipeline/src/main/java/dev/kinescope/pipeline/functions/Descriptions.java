package dev.kinescope.pipeline.functions;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Turns Lambda's description of a function into ours. */
final class Descriptions {
    /** Lambda writes the zone as {@code +0000}, which ISO parsers refuse. */
    private static final DateTimeFormatter LAMBDA_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS][X][XX]");

    private Descriptions() {}

    static FunctionDetails details(FunctionConfiguration function, Optional<String> imageUri) {
        return new FunctionDetails(
                function.functionName(),
                function.functionArn(),
                text(function.stateAsString(), "Active"),
                text(function.stateReason(), ""),
                text(function.lastUpdateStatusAsString(), "Successful"),
                text(function.lastUpdateStatusReason(), ""),
                time(function.lastModified()),
                text(function.codeSha256(), ""),
                Objects.requireNonNullElse(function.codeSize(), 0L),
                text(function.runtimeAsString(), ""),
                text(function.handler(), ""),
                text(function.role(), ""),
                Objects.requireNonNullElse(function.memorySize(), 128),
                Objects.requireNonNullElse(function.timeout(), 3),
                text(function.version(), "$LATEST"),
                text(function.packageTypeAsString(), "Zip"),
                imageUri,
                function.environment() == null
                        ? Map.of()
                        : Map.copyOf(function.environment().variables()));
    }

    private static String text(@Nullable String value, String otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }

    private static Optional<Instant> time(@Nullable String lastModified) {
        if (lastModified == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(lastModified, LAMBDA_TIME).toInstant());
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
