package dev.kinescope.localcloud.lambda;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import software.amazon.awssdk.utils.builder.SdkBuilder;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/**
 * Copies SDK models of like fields into one another and to JSON, by the SDK's serializable builders
 * (AWS SDK for Java 2.x documentation, serializableBuilderClass).
 */
final class Models {
    static final ObjectMapper JSON =
            JsonMapper.builder()
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private Models() {}

    static JsonNode toJson(ToCopyableBuilder<?, ?> model) {
        return JSON.valueToTree(model.toBuilder());
    }

    /** Reads a model by its {@code serializableBuilderClass()}. */
    static <B extends SdkBuilder<? super B, T>, T> T read(
            JsonNode json, Class<? extends B> builder) {
        return JSON.convertValue(json, builder).build();
    }

    /** The fields of one model as another that has them too. */
    static <B extends SdkBuilder<? super B, T>, T> T as(
            ToCopyableBuilder<?, ?> model, Class<? extends B> builder) {
        return read(toJson(model), builder);
    }
}
