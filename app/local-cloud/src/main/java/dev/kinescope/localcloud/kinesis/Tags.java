package dev.kinescope.localcloud.kinesis;

import software.amazon.awssdk.services.kinesis.model.AddTagsToStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.RemoveTagsFromStreamRequest;
import software.amazon.awssdk.services.kinesis.model.Tag;
import software.amazon.awssdk.services.kinesis.model.TagResourceRequest;
import software.amazon.awssdk.services.kinesis.model.UntagResourceRequest;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tags of streams and of consumers, fifty each. */
final class Tags {
    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private final Streams streams;
    private final Consumers consumers;

    Tags(Streams streams, Consumers consumers) {
        this.streams = streams;
        this.consumers = consumers;
    }

    /** Whether tags may be set on something new. */
    static void check(Map<String, String> tags) {
        var validation = new Validation();
        tags.forEach((key, value) ->
                validation
                        .length("tags", key, 1, LONGEST_KEY)
                        .length("tags." + key + ".member", value, 0, LONGEST_VALUE));
        validation.orThrow();
        tags.forEach((key, value) -> {
            if (!ALLOWED.matcher(key).matches() || !ALLOWED.matcher(value).matches()) {
                throw Faults.invalidArgument(
                        "Some tags contain invalid characters. Valid characters: Unicode letters,"
                                + " digits, white space, _ . / = + - % @ :.");
            }
        });
        if (tags.size() > MOST) {
            throw Faults.invalidArgument(
                    "A resource cannot have more than " + MOST + " tags associated with it.");
        }
    }

    void add(AddTagsToStreamRequest request) {
        new Validation().name("streamName", request.streamName()).orThrow();
        checkGiven(request.tags());
        Stream stream = streams.named(request.streamName(), request.streamARN());
        change(stream, tags -> tags.putAll(request.tags()));
    }

    void remove(RemoveTagsFromStreamRequest request) {
        checkKeys(request.tagKeys()).name("streamName", request.streamName()).orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        change(stream, tags -> request.tagKeys().forEach(tags::remove));
    }

    ListTagsForStreamResponse list(ListTagsForStreamRequest request) {
        new Validation()
                .range("limit", request.limit(), 1, MOST)
                .length("exclusiveStartTagKey", request.exclusiveStartTagKey(), 1, LONGEST_KEY)
                .name("streamName", request.streamName())
                .orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        NavigableMap<String, String> tags = new TreeMap<>(stream.state().tags());
        if (request.exclusiveStartTagKey() != null) {
            tags = tags.tailMap(request.exclusiveStartTagKey(), false);
        }
        int limit = Objects.requireNonNullElse(request.limit(), MOST);
        return ListTagsForStreamResponse.builder()
                .tags(models(tags).stream().limit(limit).toList())
                .hasMoreTags(tags.size() > limit)
                .build();
    }

    void add(TagResourceRequest request) {
        new Validation().required("resourceARN", request.resourceARN()).orThrow();
        checkGiven(request.tags());
        resource(request.resourceARN(), tags -> tags.putAll(request.tags()));
    }

    void remove(UntagResourceRequest request) {
        checkKeys(request.tagKeys()).required("resourceARN", request.resourceARN()).orThrow();
        resource(request.resourceARN(), tags -> request.tagKeys().forEach(tags::remove));
    }

    List<Tag> list(ListTagsForResourceRequest request) {
        new Validation().required("resourceARN", request.resourceARN()).orThrow();
        String arn = request.resourceARN();
        return models(
                isConsumer(arn)
                        ? consumers.found(arn).consumer().tags()
                        : streams.named(null, arn).state().tags());
    }

    /** What changes tags. */
    @FunctionalInterface
    private interface Change {
        void on(NavigableMap<String, String> tags);
    }

    private void resource(String arn, Change change) {
        if (!isConsumer(arn)) {
            change(streams.named(null, arn), change);
            return;
        }
        Consumers.Found found = consumers.found(arn);
        consumers.change(
                found,
                consumer ->
                        consumer.withTags(
                                changed(consumer.tags(), change, "consumer " + consumer.name())));
    }

    private void change(Stream stream, Change change) {
        streams.change(
                stream,
                state -> state.withTags(changed(state.tags(), change, "stream " + state.name())));
    }

    private SortedMap<String, String> changed(
            SortedMap<String, String> tags, Change change, String what) {
        var after = new TreeMap<>(tags);
        change.on(after);
        if (after.size() > MOST) {
            throw Faults.invalidArgument(
                    "Failed to add tags to "
                            + what
                            + " under account "
                            + streams.account()
                            + " because a given "
                            + what.substring(0, what.indexOf(' '))
                            + " cannot have more than "
                            + MOST
                            + " tags associated with it.");
        }
        return after;
    }

    private static void checkGiven(Map<String, String> tags) {
        new Validation().size("tags", tags.keySet(), 1, 200).orThrow();
        if (tags.size() <= MOST) {
            check(tags);
        }
    }

    private static Validation checkKeys(List<String> keys) {
        var validation = new Validation().size("tagKeys", keys, 1, MOST);
        for (int i = 0; i < keys.size(); i++) {
            validation.length("tagKeys." + (i + 1) + ".member", keys.get(i), 1, LONGEST_KEY);
        }
        return validation;
    }

    private static boolean isConsumer(String arn) {
        return arn.contains("/consumer/");
    }

    private static List<Tag> models(SortedMap<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
