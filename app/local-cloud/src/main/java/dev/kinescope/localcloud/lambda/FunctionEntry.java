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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that is kept of one function; a document of the store. Versions are in their order. */
record FunctionEntry(
        FunctionConfiguration latest,
        List<FunctionConfiguration> versions,
        Map<String, AliasConfiguration> aliases,
        Map<String, String> tags,
        int lastVersion) {

    FunctionEntry {
        versions = List.copyOf(versions);
        aliases = Collections.unmodifiableMap(new TreeMap<>(aliases));
        tags = Map.copyOf(tags);
    }

    static FunctionEntry of(FunctionConfiguration latest, Map<String, String> tags) {
        return new FunctionEntry(latest, List.of(), Map.of(), tags, 0);
    }

    String name() {
        return latest.functionName();
    }

    FunctionEntry withLatest(FunctionConfiguration function) {
        return new FunctionEntry(function, versions, aliases, tags, lastVersion);
    }

    FunctionEntry withVersions(List<FunctionConfiguration> functions, int last) {
        return new FunctionEntry(latest, functions, aliases, tags, last);
    }

    FunctionEntry withAliases(Map<String, AliasConfiguration> changed) {
        return new FunctionEntry(latest, versions, changed, tags, lastVersion);
    }

    FunctionEntry withTags(Map<String, String> changed) {
        return new FunctionEntry(latest, versions, aliases, changed, lastVersion);
    }

    /** $LATEST kept as the next version. */
    FunctionEntry published(@Nullable String description, String revisionId) {
        String number = Integer.toString(lastVersion + 1);
        var more = new ArrayList<>(versions);
        more.add(
                latest.toBuilder()
                        .version(number)
                        .functionArn(latest.functionArn() + ":" + number)
                        .description(description == null ? latest.description() : description)
                        .revisionId(revisionId)
                        .build());
        return withVersions(more, lastVersion + 1);
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
        var tags = new TreeMap<String, String>();
        document.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return new FunctionEntry(
                function(document.path("latest")),
                versions,
                aliases,
                tags,
                document.path("lastVersion").asInt());
    }

    private static FunctionConfiguration function(JsonNode json) {
        return Models.read(json, FunctionConfiguration.serializableBuilderClass());
    }
}
