package dev.kinescope.localcloud.fuzz;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.random.RandomGenerator;

/** Fills the SDK's requests with values of the right types that no person would send. */
final class Values {
    private static final int DEEPEST = 5;
    private static final List<String> TEXTS =
            List.of(
                    "posts",
                    "results",
                    "delivery",
                    "pipeline",
                    "group",
                    "arn:aws:kinesis:us-east-1:000000000000:stream/posts",
                    "arn:aws:iam::000000000000:role/pipeline",
                    "arn:aws:lambda:us-east-1:000000000000:function:none",
                    "arn:aws:s3:::results",
                    "arn:",
                    ":::::::",
                    "shardId-000000000000",
                    "TRIM_HORIZON",
                    "AT_SEQUENCE_NUMBER",
                    "ON_DEMAND",
                    "Lambda",
                    "en",
                    "",
                    " ",
                    "0",
                    "-1",
                    "1e999",
                    "NaN",
                    "340282366920938463463374607431768211456",
                    "49590338271490256608559692538361571095921575989136588898",
                    "99999999999999999999999999999999999999999999999999999999",
                    "../../../../etc/passwd",
                    "..\\..\\x",
                    "a/b//c/./..",
                    "%00",
                    "%zz",
                    "\u0000",
                    "\u0007\u001b\uffff",
                    "ünïcode 😀",
                    "bytes=0-",
                    "bytes=9-1",
                    "bytes=-99999999999999999999",
                    "{\"Version\":\"2012-10-17\",\"Statement\":[{}]}",
                    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                        + "\"Resource\":\"*\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}}}",
                    "[[[[[[[[[[[[",
                    "!{timestamp:yyyy'}/!{firehose:random-string}",
                    "!{timestamp:QQQQQQQQ}",
                    "2026-99-99T99:99:99Z",
                    "$LATEST",
                    "(a+)+$",
                    "?\"unclosed",
                    "x".repeat(300),
                    "y".repeat(5_000));

    private final RandomGenerator random;

    Values(RandomGenerator random) {
        this.random = random;
    }

    /** A request with random members. */
    void fill(SdkPojo builder) {
        fill(builder, 0);
    }

    private void fill(SdkPojo builder, int depth) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (random.nextInt(10) < (depth == 0 ? 7 : 5)) {
                Object value = value(field, depth + 1);
                if (value != null) {
                    field.set(builder, value);
                }
            }
        }
    }

    private Object value(SdkField<?> field, int depth) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.STRING) {
            return text();
        } else if (type == MarshallingType.INTEGER) {
            return (int) number(Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == MarshallingType.LONG) {
            return number(Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == MarshallingType.SHORT) {
            return (short) number(Short.MIN_VALUE, Short.MAX_VALUE);
        } else if (type == MarshallingType.BOOLEAN) {
            return random.nextBoolean();
        } else if (type == MarshallingType.DOUBLE) {
            return fraction();
        } else if (type == MarshallingType.FLOAT) {
            return (float) fraction();
        } else if (type == MarshallingType.BIG_DECIMAL) {
            return BigDecimal.valueOf(fraction());
        } else if (type == MarshallingType.INSTANT) {
            return Instant.ofEpochSecond(number(-62_135_596_800L, 253_402_300_799L));
        } else if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArrayUnsafe(bytes());
        } else if (type == MarshallingType.LIST) {
            return depth > DEEPEST ? null : list(field, depth);
        } else if (type == MarshallingType.MAP) {
            return depth > DEEPEST ? null : map(field, depth);
        } else if (type == MarshallingType.SDK_POJO) {
            return depth > DEEPEST ? null : structure(field, depth);
        }
        return null;
    }

    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private long number(long lowest, long highest) {
        return switch (random.nextInt(8)) {
            case 0 -> lowest;
            case 1 -> highest;
            case 2 -> -1;
            case 3 -> 0;
            case 4 -> random.nextLong(lowest, highest);
            default -> random.nextInt(1, 100);
        };
    }

    private double fraction() {
        return switch (random.nextInt(6)) {
            case 0 -> Double.MAX_VALUE;
            case 1 -> -Double.MIN_VALUE;
            case 2 -> Double.NaN;
            case 3 -> Double.POSITIVE_INFINITY;
            default -> random.nextDouble(-10, 100);
        };
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(40) == 0 ? 300_000 : random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }

    private int size() {
        return random.nextInt(30) == 0 ? 600 : random.nextInt(4);
    }

    private Object list(SdkField<?> field, int depth) {
        SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
        var list = new ArrayList<Object>();
        int size = depth < 3 ? size() : random.nextInt(3);
        Object repeated = value(element, depth + 1);
        for (int i = 0; i < size && repeated != null; i++) {
            list.add(size > 10 ? repeated : value(element, depth + 1));
        }
        list.removeIf(java.util.Objects::isNull);
        return list;
    }

    private Object map(SdkField<?> field, int depth) {
        SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
        var map = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Object value = value(element, depth + 1);
            if (value != null) {
                map.put(text(), value);
            }
        }
        return map;
    }

    private Object structure(SdkField<?> field, int depth) {
        SdkPojo builder = field.constructor().get();
        fill(builder, depth);
        return ((SdkBuilder<?, ?>) builder).build();
    }
}
