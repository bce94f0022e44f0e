package dev.kinescope.localcloud.wire;

import com.fasterxml.jackson.core.io.SerializedString;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The members of one SDK model class, read once from {@link SdkPojo#sdkFields()}; with {@link Type}
 * the only place that knows the SDK's field descriptions.
 */
final class Shape {
    /** Facts about classes, which never change: sharing them is safe. */
    private static final Map<Class<?>, Shape> KNOWN = new ConcurrentHashMap<>();

    private final List<Member> members;
    private final Map<String, Member> body = new HashMap<>();

    private Shape(List<Member> members) {
        this.members = members;
        for (Member member : members) {
            if (member.location() == MarshallLocation.PAYLOAD) {
                body.put(member.name(), member);
            }
        }
    }

    /** The shape of a model object or of its builder. */
    static Shape of(SdkPojo object) {
        Shape known = KNOWN.get(object.getClass());
        if (known != null) {
            return known;
        }
        var shape = new Shape(object.sdkFields().stream().map(Member::of).toList());
        KNOWN.put(object.getClass(), shape);
        return shape;
    }

    /** Turns a filled builder into the model object. */
    static SdkPojo build(SdkPojo builder) {
        return (SdkPojo) ((Buildable) builder).build();
    }

    List<Member> members() {
        return members;
    }

    /** The member of that name that travels in the body, or null if the model has none. */
    @Nullable Member inBody(String name) {
        return body.get(name);
    }

    /** The member that is the whole body, if the model says so. */
    Optional<Member> wholeBody() {
        return members.stream().filter(Member::wholeBody).findFirst();
    }

    /** Whether any member travels in the body. */
    boolean hasBody() {
        return !body.isEmpty();
    }

    /** One member: where it travels, under what name, and how to get and set it. */
    record Member(
            String name,
            SerializedString key,
            MarshallLocation location,
            Type type,
            boolean wholeBody,
            boolean required,
            SdkField<?> field) {

        static Member of(SdkField<?> field) {
            return new Member(
                    field.locationName(),
                    new SerializedString(field.locationName()),
                    field.location(),
                    Type.of(field),
                    field.containsTrait(PayloadTrait.class),
                    field.containsTrait(RequiredTrait.class),
                    field);
        }

        /** The value in a model object, or null if it was never set. */
        @Nullable Object get(SdkPojo object) {
            Object value = field.getValueOrDefault(object);
            return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap
                    ? null
                    : value;
        }

        void set(SdkPojo builder, @Nullable Object value) {
            field.set(builder, value);
        }
    }
}
