package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads any SDK model class from form parameters such as {@code Tags.member.1.Key=a}. */
final class Form {
    private final NavigableMap<String, String> parameters = new TreeMap<>();

    Form(String encoded) {
        for (var pair : Uris.pairs(encoded)) {
            parameters.put(pair.getKey(), pair.getValue());
        }
    }

    String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    void read(SdkPojo builder) {
        readMembers("", builder);
    }

    private void readMembers(String prefix, SdkPojo builder) {
        for (Shape.Member member : Shape.of(builder).members()) {
            Object value = value(prefix + member.name(), member.type());
            if (value != null) {
                member.set(builder, value);
            }
        }
    }

    private @Nullable Object value(String name, Type type) {
        return switch (type) {
            case Type.Structure structure -> {
                if (!has(name)) {
                    yield null;
                }
                SdkPojo builder = structure.builder().get();
                readMembers(name + ".", builder);
                yield Shape.build(builder);
            }
            case Type.Elements list -> {
                String each = list.flat() ? name + "." : name + "." + list.elementName() + ".";
                var values = new ArrayList<Object>();
                for (int i = 1; has(each + i); i++) {
                    Object value = value(each + i, list.element());
                    if (value != null) {
                        values.add(value);
                    }
                }
                yield values.isEmpty() ? null : values;
            }
            case Type.Entries map -> {
                String each = map.flat() ? name + "." : name + ".entry.";
                var values = new LinkedHashMap<String, Object>();
                for (int i = 1; has(each + i); i++) {
                    Object value = value(each + i + "." + map.valueName(), map.value());
                    if (value != null) {
                        values.put(get(each + i + "." + map.keyName()), value);
                    }
                }
                yield values.isEmpty() ? null : values;
            }
            case Type.Scalar scalar -> {
                String text = parameters.get(name);
                yield text == null ? null : Scalars.parse(scalar, Format.ISO_8601, text, name);
            }
        };
    }

    /** Whether there is a parameter of that name or below it. */
    private boolean has(String name) {
        String below = parameters.ceilingKey(name + ".");
        return parameters.containsKey(name) || (below != null && below.startsWith(name + "."));
    }
}
