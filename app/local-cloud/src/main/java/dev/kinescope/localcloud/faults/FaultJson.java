package dev.kinescope.localcloud.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Faults and what they have done as JSON, for the endpoint's control path and the command line.
 *
 * <p>A fault is one object: {@code fault} names its kind, the other members are those of the kind's
 * record; {@code probability}, {@code seed}, {@code from} and {@code most} say when it strikes, and
 * {@code nth} stands for {@code from} n and {@code most} 1. Durations are in milliseconds and
 * seconds as their names say.
 */
public final class FaultJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What each kind takes beside when it strikes. */
    private static final Map<String, List<String>> MEMBERS =
            Map.of(
                    "throttle-shard", List.of("stream", "shard", "traffic"),
                    "reject-records", List.of("stream", "code"),
                    "fail-call",
                            List.of("service", "operation", "resource", "code", "status", "moment"),
                    "delay-call", List.of("service", "operation", "resource", "delayMillis"),
                    "fail-items", List.of("code"),
                    "crash-function", List.of("function"),
                    "time-out-function", List.of("function"),
                    "skew-clock", List.of("seconds"),
                    "delay-roles", List.of("seconds"),
                    "reshard", List.of("stream", "afterRecords", "change"));

    /** The kinds, in the order in which help shows them. */
    public static final List<String> KINDS =
            List.of(
                    "throttle-shard",
                    "reject-records",
                    "fail-call",
                    "delay-call",
                    "fail-items",
                    "crash-function",
                    "time-out-function",
                    "skew-clock",
                    "delay-roles",
                    "reshard");

    private FaultJson() {}

    /**
     * Reads a fault.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong, for a person
     */
    public static Fault fault(byte[] json) {
        JsonNode read;
        try {
            read = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!(read instanceof ObjectNode object)) {
            throw new IllegalArgumentException("A fault is one JSON object.");
        }
        String kind = object.path("fault").asText("");
        List<String> allowed = MEMBERS.get(kind);
        if (allowed == null) {
            throw new IllegalArgumentException(
                    "There is no fault '"
                            + kind
                            + "'; there are "
                            + String.join(", ", KINDS)
                            + ".");
        }
        return fault(kind, new Members(object, kind, allowed));
    }

    private static Fault fault(String kind, Members from) {
        return switch (kind) {
            case "throttle-shard" ->
                    new Fault.ThrottleShard(
                            from.text("stream"),
                            from.text("shard", Fault.ANY),
                            from.choice("traffic", Fault.Traffic.class, Fault.Traffic.ALL),
                            from.when());
            case "reject-records" ->
                    new Fault.RejectRecords(
                            from.text("stream"), from.text("code", "InternalFailure"), from.when());
            case "fail-call" -> {
                String code = from.text("code");
                yield new Fault.FailCall(
                        from.text("service"),
                        from.text("operation", Fault.ANY),
                        from.text("resource", Fault.ANY),
                        code,
                        from.status(AwsErrors.status(code)),
                        from.choice("moment", Fault.Moment.class, Fault.Moment.BEFORE),
                        from.when());
            }
            case "delay-call" ->
                    new Fault.DelayCall(
                            from.text("service"),
                            from.text("operation", Fault.ANY),
                            from.text("resource", Fault.ANY),
                            Duration.ofMillis(from.positive("delayMillis")),
                            from.when());
            case "fail-items" ->
                    new Fault.FailItems(from.text("code", "InternalServerError"), from.when());
            case "crash-function" ->
                    new Fault.EndFunction(
                            from.text("function", Fault.ANY), Fault.End.CRASH, from.when());
            case "time-out-function" ->
                    new Fault.EndFunction(
                            from.text("function", Fault.ANY), Fault.End.TIME_OUT, from.when());
            case "skew-clock" -> new Fault.SkewClock(Duration.ofSeconds(from.number("seconds")));
            case "delay-roles" ->
                    new Fault.DelayRoles(Duration.ofSeconds(from.positive("seconds")));
            case "reshard" ->
                    new Fault.Reshard(
                            from.text("stream"),
                            from.positive("afterRecords"),
                            from.choice("change", Fault.Change.class, Fault.Change.SPLIT));
            default -> throw new IllegalStateException("a kind without its case: " + kind);
        };
    }

    /** A fault as it is read. */
    public static byte[] bytes(Fault fault) {
        return bytes((JsonNode) node(fault));
    }

    /** What is set, as {@code {"faults": […]}}. */
    public static byte[] bytes(List<Setting> settings) {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode list = all.putArray("faults");
        for (Setting setting : settings) {
            ObjectNode node = JSON.createObjectNode();
            node.put("id", setting.id());
            node.setAll(node(setting.fault()));
            node.put("seen", setting.seen());
            node.put("struck", setting.struck());
            list.add(node);
        }
        return bytes((JsonNode) all);
    }

    /**
     * Reads what is set.
     *
     * @throws IllegalArgumentException if these are no settings
     */
    public static List<Setting> settings(byte[] json) {
        try {
            JsonNode list = JSON.readTree(json).path("faults");
            return list.valueStream()
                    .map(node -> {
                        var fault = ((ObjectNode) node).deepCopy();
                        fault.remove(List.of("id", "seen", "struck"));
                        return new Setting(
                                node.path("id").asText(),
                                fault(bytes((JsonNode) fault)),
                                node.path("seen").asLong(),
                                node.path("struck").asLong());
                    })
                    .toList();
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException("These are no settings of faults.", e);
        }
    }

    private static ObjectNode node(Fault fault) {
        ObjectNode node = JSON.createObjectNode();
        switch (fault) {
            case Fault.ThrottleShard each ->
                    node.put("fault", "throttle-shard")
                            .put("stream", each.stream())
                            .put("shard", each.shard())
                            .put("traffic", word(each.traffic()));
            case Fault.RejectRecords each ->
                    node.put("fault", "reject-records")
                            .put("stream", each.stream())
                            .put("code", each.code());
            case Fault.FailCall each ->
                    node.put("fault", "fail-call")
                            .put("service", each.service())
                            .put("operation", each.operation())
                            .put("resource", each.resource())
                            .put("code", each.code())
                            .put("status", each.status())
                            .put("moment", word(each.moment()));
            case Fault.DelayCall each ->
                    node.put("fault", "delay-call")
                            .put("service", each.service())
                            .put("operation", each.operation())
                            .put("resource", each.resource())
                            .put("delayMillis", each.delay().toMillis());
            case Fault.FailItems each -> node.put("fault", "fail-items").put("code", each.code());
            case Fault.EndFunction each ->
                    node.put(
                                    "fault",
                                    each.end() == Fault.End.CRASH
                                            ? "crash-function"
                                            : "time-out-function")
                            .put("function", each.function());
            case Fault.SkewClock each ->
                    node.put("fault", "skew-clock").put("seconds", each.by().toSeconds());
            case Fault.DelayRoles each ->
                    node.put("fault", "delay-roles").put("seconds", each.delay().toSeconds());
            case Fault.Reshard each ->
                    node.put("fault", "reshard")
                            .put("stream", each.stream())
                            .put("afterRecords", each.afterRecords())
                            .put("change", word(each.change()));
        }
        if (FaultJson.strikesSingly(node.path("fault").asText())) {
            When when = fault.when();
            node.put("probability", when.probability()).put("seed", when.seed());
            if (when.from() > 1) {
                node.put("from", when.from());
            }
            if (when.most() < Long.MAX_VALUE) {
                node.put("most", when.most());
            }
        }
        return node;
    }

    /** Whether a kind strikes single calls, records or items, so that a person says which. */
    static boolean strikesSingly(String kind) {
        return switch (kind) {
            case "skew-clock", "delay-roles", "reshard" -> false;
            default -> true;
        };
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree in memory cannot be written.", e);
        }
    }
}
