package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

import java.util.function.Supplier;

/** The type of a model member, as the SDK's field description gives it. */
sealed interface Type {

    /** A value without parts; {@code format} is the timestamp format the model asks for, if any. */
    record Scalar(MarshallingKnownType kind, TimestampFormatTrait.@Nullable Format format)
            implements Type {}

    /** Another model class; {@code builder} makes an empty builder of it. */
    record Structure(Supplier<SdkPojo> builder) implements Type {
        Shape shape() {
            return Shape.of(builder.get());
        }
    }

    /** Elements in order; in XML and query strings each is named {@code elementName}. */
    record Elements(Type element, String elementName, boolean flat) implements Type {}

    /** Values by name; in XML and query strings the parts of an entry have these names. */
    record Entries(Type value, String keyName, String valueName, boolean flat) implements Type {}

    static Type of(SdkField<?> field) {
        MarshallingKnownType kind = field.marshallingType().getKnownType();
        return switch (kind) {
            case SDK_POJO -> new Structure(field.constructor());
            case LIST -> {
                ListTrait list = field.getRequiredTrait(ListTrait.class);
                String name = list.memberLocationName();
                yield new Elements(
                        of(list.memberFieldInfo()),
                        name == null ? "member" : name,
                        list.isFlattened());
            }
            case MAP -> {
                MapTrait map = field.getRequiredTrait(MapTrait.class);
                yield new Entries(
                        of(map.valueFieldInfo()),
                        map.keyLocationName(),
                        map.valueLocationName(),
                        map.isFlattened());
            }
            default ->
                    new Scalar(
                            kind,
                            field.getOptionalTrait(TimestampFormatTrait.class)
                                    .map(TimestampFormatTrait::format)
                                    .orElse(null));
        };
    }
}
