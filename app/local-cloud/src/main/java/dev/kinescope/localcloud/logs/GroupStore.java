package dev.kinescope.localcloud.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.RecordLog;
import dev.kinescope.localcloud.store.RecordLogs;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The groups there are, as documents, each with a record log of its events; or nothing at all. */
public final class GroupStore {
    private static final Logger LOG = LoggerFactory.getLogger(GroupStore.class);
    private static final String KIND = "log-group";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A group's settings; its time in milliseconds since the epoch. */
    record Kept(String name, long created, @Nullable Integer retentionDays) {}

    private record Stores(DocumentStore documents, RecordLogs logs) {}

    private final Optional<Stores> stores;

    private GroupStore(Optional<Stores> stores) {
        this.stores = stores;
    }

    /** Keeps nothing: groups are gone with the process. */
    public static GroupStore inMemory() {
        return new GroupStore(Optional.empty());
    }

    /** Keeps groups and events. */
    public static GroupStore in(DocumentStore documents, RecordLogs logs) {
        return new GroupStore(Optional.of(new Stores(documents, logs)));
    }

    /** What an earlier process kept; a group that cannot be read is left out and reported. */
    List<Kept> groups() {
        var groups = new ArrayList<Kept>();
        stores.ifPresent(to -> {
            for (String name : to.documents().names(KIND)) {
                to.documents().get(KIND, name).ifPresent(bytes -> read(name, bytes, groups));
            }
        });
        return groups;
    }

    private static void read(String name, byte[] bytes, List<Kept> groups) {
        try {
            JsonNode document = JSON.readTree(bytes);
            groups.add(
                    new Kept(
                            name,
                            document.path("created").asLong(),
                            document.path("retentionDays").isInt()
                                    ? document.path("retentionDays").asInt()
                                    : null));
        } catch (IOException e) {
            LOG.error(
                    "The log group {} was not restored, its document cannot be read: {}. Create it"
                            + " again.",
                    name,
                    e.getMessage());
        }
    }

    void put(Kept group) {
        stores.ifPresent(to -> {
            var document = JSON.createObjectNode().put("created", group.created());
            document.put("retentionDays", group.retentionDays());
            try {
                to.documents()
                        .put(
                                KIND,
                                group.name(),
                                document.toString().getBytes(StandardCharsets.UTF_8));
            } catch (UncheckedIOException e) {
                throw LogsErrors.unavailable(e);
            }
        });
    }

    /** The journal of a group that is kept, with what it holds. */
    GroupJournal open(String name, long created) {
        return stores.<GroupJournal>map(to -> journal(to, name, created)).orElse(GroupJournal.NONE);
    }

    /** The journal of a new group, empty whatever an earlier one of the name has left. */
    GroupJournal create(String name, long created) {
        if (stores.isEmpty()) {
            return GroupJournal.NONE;
        }
        RecordLogJournal left = journal(stores.get(), name, created);
        if (left.isEmpty()) {
            return left;
        }
        left.delete();
        return journal(stores.get(), name, created);
    }

    /** Forgets a group; its journal is deleted by itself. */
    void delete(String group) {
        stores.ifPresent(to -> {
            try {
                to.documents().delete(KIND, group);
            } catch (UncheckedIOException e) {
                throw LogsErrors.unavailable(e);
            }
        });
    }

    private static RecordLogJournal journal(Stores to, String name, long created) {
        RecordLog log = to.logs().open(fileName(name) + "-" + created);
        return new RecordLogJournal(name, log);
    }

    /** Group names have slashes and differ in case, file names may not. */
    private static String fileName(String group) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(group.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
