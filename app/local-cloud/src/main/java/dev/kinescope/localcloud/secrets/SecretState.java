package dev.kinescope.localcloud.secrets;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A secret as it is kept, one document each.
 *
 * @param created epoch milliseconds, as the other times
 * @param deleted when it was marked for deletion; null if it is not
 * @param gone when it will be gone; null if it is not marked
 * @param versions the oldest first
 */
record SecretState(
        String name,
        String arn,
        @Nullable String description,
        @Nullable String kmsKeyId,
        long created,
        long changed,
        @Nullable Long deleted,
        @Nullable Long gone,
        SortedMap<String, String> tags,
        List<Version> versions) {
    static final String CURRENT = "AWSCURRENT";
    private static final String PREVIOUS = "AWSPREVIOUS";
    private static final int MOST_VERSIONS = 100;

    /** One value; either text, or bytes in base64. */
    record Version(
            String id,
            long created,
            SortedSet<String> stages,
            @Nullable String text,
            @Nullable String binary) {

        Version with(SortedSet<String> newStages) {
            return new Version(id, created, newStages, text, binary);
        }

        /** Leaves the value out, so that no log shows it. */
        @Override
        public String toString() {
            return "Version[" + id + " " + stages + "]";
        }
    }

    Optional<Version> version(String id) {
        return versions.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    Optional<Version> staged(String stage) {
        return versions.stream().filter(one -> one.stages().contains(stage)).findFirst();
    }

    /** Adds a value that takes its stages from those that have them. */
    SecretState with(Version added, long now) {
        var all = new ArrayList<>(versions);
        all.add(added.with(new TreeSet<>()));
        SecretState state = withVersions(all, now);
        for (String stage : added.stages()) {
            state = state.move(stage, added.id(), now);
        }
        return state.trimmed(now);
    }

    /** Gives a stage to a version; what was current becomes the previous one. */
    SecretState move(String stage, String version, long now) {
        Optional<Version> before = staged(stage);
        var all = new ArrayList<Version>();
        for (Version one : versions) {
            var stages = new TreeSet<>(one.stages());
            stages.remove(stage);
            if (stage.equals(CURRENT) && before.isPresent()) {
                stages.remove(PREVIOUS);
                if (one.id().equals(before.get().id()) && !one.id().equals(version)) {
                    stages.add(PREVIOUS);
                }
            }
            if (one.id().equals(version)) {
                stages.add(stage);
            }
            all.add(one.with(stages));
        }
        return withVersions(all, now);
    }

    SecretState remove(String stage, long now) {
        return withVersions(
                versions.stream()
                        .map(one -> {
                            var stages = new TreeSet<>(one.stages());
                            stages.remove(stage);
                            return one.with(stages);
                        })
                        .toList(),
                now);
    }

    /** Versions without a stage go when there are too many, the oldest first. */
    private SecretState trimmed(long now) {
        var all = new ArrayList<>(versions);
        for (Version one : versions) {
            if (all.size() > MOST_VERSIONS && one.stages().isEmpty()) {
                all.remove(one);
            }
        }
        return withVersions(all, now);
    }

    private SecretState withVersions(List<Version> all, long now) {
        return new SecretState(
                name, arn, description, kmsKeyId, created, now, deleted, gone, tags, all);
    }

    SecretState withDescription(@Nullable String newDescription, @Nullable String key, long now) {
        return new SecretState(
                name,
                arn,
                newDescription == null ? description : newDescription,
                key == null ? kmsKeyId : key,
                created,
                now,
                deleted,
                gone,
                tags,
                versions);
    }

    SecretState withTags(Map<String, String> all, long now) {
        return new SecretState(
                name,
                arn,
                description,
                kmsKeyId,
                created,
                now,
                deleted,
                gone,
                new TreeMap<>(all),
                versions);
    }

    SecretState withDeletion(@Nullable Long at, @Nullable Long until, long now) {
        return new SecretState(
                name, arn, description, kmsKeyId, created, now, at, until, tags, versions);
    }
}
