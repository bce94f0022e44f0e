package dev.kinescope.localcloud.secrets;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Secrets, without their values, as answers show them. */
final class SecretModels {
    private SecretModels() {}

    static SecretListEntry entry(SecretState secret) {
        return SecretListEntry.builder()
                .arn(secret.arn())
                .name(secret.name())
                .description(secret.description())
                .kmsKeyId(secret.kmsKeyId())
                .createdDate(Instant.ofEpochMilli(secret.created()))
                .lastChangedDate(Instant.ofEpochMilli(secret.changed()))
                .deletedDate(time(secret.deleted()))
                .tags(tags(secret))
                .secretVersionsToStages(stages(secret))
                .build();
    }

    static Map<String, Collection<String>> stages(SecretState secret) {
        var stages = new TreeMap<String, Collection<String>>();
        for (SecretState.Version version : secret.versions()) {
            if (!version.stages().isEmpty()) {
                stages.put(version.id(), version.stages());
            }
        }
        return stages;
    }

    static List<Tag> tags(SecretState secret) {
        return secret.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static SortedMap<String, String> tags(Collection<Tag> tags) {
        var all = new TreeMap<String, String>();
        for (Tag tag : tags) {
            if (tag.key() == null) {
                throw Faults.validation("tags.key", "Member must not be null");
            }
            all.put(tag.key(), Objects.requireNonNullElse(tag.value(), ""));
        }
        return all;
    }

    static @Nullable Instant time(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
