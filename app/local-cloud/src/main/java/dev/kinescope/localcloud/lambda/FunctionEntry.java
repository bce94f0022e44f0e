package dev.kinescope.localcloud.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * All that is kept of one function; a document of the store.
 *
 * @param versions in their order
 * @param images by version, the image URI as it was given, for functions from images
 * @param reservedConcurrency how many invocations may run at a time, if that is limited
 */
record FunctionEntry(
        FunctionConfiguration latest,
        List<FunctionConfiguration> versions,
        Map<String, AliasConfiguration> aliases,
        Map<String, String> tags,
        Map<String, String> images,
        @Nullable Integer reservedConcurrency,
        int lastVersion) {

    FunctionEntry {
        images = Map.copyOf(images);
        versions = List.copyOf(versions);
        aliases = Collections.unmodifiableMap(new TreeMap<>(aliases));
        tags = Map.copyOf(tags);
    }

    static FunctionEntry of(FunctionConfiguration latest, Map<String, String> tags) {
        return new FunctionEntry(latest, List.of(), Map.of(), tags, Map.of(), null, 0);
    }

    String name() {
        return latest.functionName();
    }

    FunctionEntry withLatest(FunctionConfiguration function) {
        return new FunctionEntry(
                function, versions, aliases, tags, images, reservedConcurrency, lastVersion);
    }

    FunctionEntry withVersions(List<FunctionConfiguration> functions, int last) {
        return new FunctionEntry(
                latest, functions, aliases, tags, images, reservedConcurrency, last);
    }

    FunctionEntry withAliases(Map<String, AliasConfiguration> changed) {
        return new FunctionEntry(
                latest, versions, changed, tags, images, reservedConcurrency, lastVersion);
    }

    FunctionEntry withTags(Map<String, String> changed) {
        return new FunctionEntry(
                latest, versions, aliases, changed, images, reservedConcurrency, lastVersion);
    }

    /** With $LATEST from that image, if it is from one. */
    FunctionEntry withImage(@Nullable String uri) {
        return uri == null ? this : withImages(FunctionName.LATEST, uri);
    }

    private FunctionEntry withImages(String version, String uri) {
        var changed = new HashMap<>(images);
        changed.put(version, uri);
        return new FunctionEntry(
                latest, versions, aliases, tags, changed, reservedConcurrency, lastVersion);
    }

    FunctionEntry withReservedConcurrency(@Nullable Integer most) {
        return new FunctionEntry(latest, versions, aliases, tags, images, most, lastVersion);
    }

    /** The same when nothing has changed since the last version; else with the next one. */
    FunctionEntry publishedIfChanged(@Nullable String description, Supplier<String> revisionIds) {
        boolean unchanged =
                !versions.isEmpty() && content(versions.getLast()).equals(content(latest));
        return unchanged ? this : published(description, revisionIds.get());
    }

    /** What makes a version differ from another; also one that is still being made. */
    private static FunctionConfiguration content(FunctionConfiguration function) {
        return settled(function).toBuilder()
                .version(null)
                .functionArn(null)
                .description(null)
                .lastModified(null)
                .revisionId(null)
                .build();
    }

    /** $LATEST kept as the next version. */
    private FunctionEntry published(@Nullable String description, String revisionId) {
        String number = Integer.toString(lastVersion + 1);
        var more = new ArrayList<>(versions);
        more.add(
                latest.toBuilder()
                        .version(number)
                        .functionArn(latest.functionArn() + ":" + number)
                        .description(description == null ? latest.description() : description)
                        .revisionId(revisionId)
                        .build());
        String image = images.get(FunctionName.LATEST);
        FunctionEntry next = withVersions(more, lastVersion + 1);
        return image == null ? next : next.withImages(number, image);
    }

    /** What was under way is done: after its delay, or because a restart cut it off. */
    FunctionEntry settled() {
        return withLatest(settled(latest))
                .withVersions(versions.stream().map(FunctionEntry::settled).toList(), lastVersion);
    }

    private static FunctionConfiguration settled(FunctionConfiguration function) {
        FunctionConfiguration.Builder done = function.toBuilder();
        if (function.state() == State.PENDING) {
            done.state(State.ACTIVE).stateReason(null).stateReasonCode((String) null);
        }
        if (function.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS) {
            done.lastUpdateStatus(LastUpdateStatus.SUCCESSFUL)
                    .lastUpdateStatusReason(null)
                    .lastUpdateStatusReasonCode((String) null);
        }
        return done.build();
    }

    byte[] toDocument() {
        ObjectNode document = Models.JSON.createObjectNode();
        document.set("latest", Models.toJson(latest));
        var published = document.putArray("versions");
        versions.forEach(version -> published.add(Models.toJson(version)));
        var named = document.putArray("aliases");
        aliases.values().forEach(alias -> named.add(Models.toJson(alias)));
        document.set("tags", Models.JSON.valueToTree(tags));
        document.set("images", Models.JSON.valueToTree(images));
        document.put("reservedConcurrency", reservedConcurrency);
        document.put("lastVersion", lastVersion);
        try {
            return Models.JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /**
     * Reads a document of the store.
     *
     * @throws IOException when it is not one of ours
     */
    static FunctionEntry fromDocument(byte[] bytes) throws IOException {
        JsonNode document = Models.JSON.readTree(bytes);
        var versions = new ArrayList<FunctionConfiguration>();
        for (JsonNode version : document.path("versions")) {
            versions.add(function(version));
        }
        var aliases = new TreeMap<String, AliasConfiguration>();
        for (JsonNode each : document.path("aliases")) {
            AliasConfiguration alias =
                    Models.read(each, AliasConfiguration.serializableBuilderClass());
            aliases.put(alias.name(), alias);
        }
        return new FunctionEntry(
                function(document.path("latest")),
                versions,
                aliases,
                texts(document.path("tags")),
                texts(document.path("images")),
                document.path("reservedConcurrency").isInt()
                        ? document.path("reservedConcurrency").asInt()
                        : null,
                document.path("lastVersion").asInt());
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new TreeMap<String, String>();
        object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }

    private static FunctionConfiguration function(JsonNode json) {
        return Models.read(json, FunctionConfiguration.serializableBuilderClass());
    }
}
