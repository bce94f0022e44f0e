package dev.kinescope.localcloud.iam;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A managed policy of the account as it is kept, one document each.
 *
 * @param created epoch milliseconds
 * @param changed epoch milliseconds of the last change to what it allows
 * @param versions the oldest first, at most five
 * @param defaultVersion the version that counts
 */
record PolicyState(
        String name,
        String path,
        String id,
        @Nullable String description,
        long created,
        long changed,
        List<Version> versions,
        String defaultVersion) {

    /** One version: {@code v1} and so on. */
    record Version(String id, String document, long created) {}

    Optional<Version> version(@Nullable String wanted) {
        return versions.stream().filter(one -> one.id().equals(wanted)).findFirst();
    }

    /** What counts. */
    String document() {
        return version(defaultVersion)
                .map(Version::document)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "Policy " + name + " has lost its version " + defaultVersion));
    }

    PolicyState with(Version added) {
        var all = new ArrayList<>(versions);
        all.add(added);
        return new PolicyState(name, path, id, description, created, changed, all, defaultVersion);
    }

    PolicyState without(String version) {
        return new PolicyState(
                name,
                path,
                id,
                description,
                created,
                changed,
                versions.stream().filter(one -> !one.id().equals(version)).toList(),
                defaultVersion);
    }

    PolicyState withDefault(String version, long now) {
        return new PolicyState(name, path, id, description, created, now, versions, version);
    }

    /** The id of the next version: numbers are not used again. */
    String nextVersion() {
        int last =
                versions.stream()
                        .mapToInt(one -> Integer.parseInt(one.id().substring(1)))
                        .max()
                        .orElse(0);
        return "v" + (last + 1);
    }
}
