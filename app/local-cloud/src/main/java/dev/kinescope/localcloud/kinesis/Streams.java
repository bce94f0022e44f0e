package dev.kinescope.localcloud.kinesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.RecordLogs;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** All streams by name: finds, adds, changes and removes them, each change kept at once. */
final class Streams {
    private static final String KIND = "kinesis-stream";
    private static final String ARN_RESOURCE = "stream/";
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final CloudIdentity identity;
    private final DocumentStore documents;
    private final RecordLogs logs;
    private final Clock clock;
    private final ShardRates rates;
    private final ObjectMapper json = StreamDocuments.mapper();
    private final Map<String, Stream> byName = new ConcurrentSkipListMap<>();

    Streams(
            CloudIdentity identity,
            DocumentStore documents,
            RecordLogs logs,
            Clock clock,
            ShardRates rates) {
        this.identity = identity;
        this.documents = documents;
        this.logs = logs;
        this.clock = clock;
        this.rates = rates;
        List<StreamState> kept =
                documents.names(KIND).stream()
                        .flatMap(name ->
                                documents.get(KIND, name).stream()
                                        .map(document -> read(name, document)))
                        .toList();
        logs.keepOnly(
                kept.stream()
                        .flatMap(state ->
                                state.shards().stream().map(shard -> logName(state, shard)))
                        .toList());
        // What a start cannot open is kept for the next one.
        kept.forEach(state -> byName.put(state.name(), opened(state, new ArrayList<>())));
    }

    /** The streams in the order of their names. */
    List<Stream> all() {
        return List.copyOf(byName.values());
    }

    Optional<Stream> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The stream that a request names, one way or the other. */
    Stream named(@Nullable String name, @Nullable String arn) {
        String wanted = name(name, arn);
        return find(wanted).orElseThrow(() -> notFound(wanted));
    }

    /** Like {@link #named}, for records: they are neither taken nor given before it is active. */
    Stream serving(@Nullable String name, @Nullable String arn) {
        Stream stream = named(name, arn);
        StreamStatus status = stream.state().status();
        if (status == StreamStatus.CREATING || status == StreamStatus.DELETING) {
            throw notFound(stream.state().name());
        }
        return stream;
    }

    /** {@code Stream S under account A}. */
    String described(String name) {
        return "Stream " + name + " under account " + identity.accountId();
    }

    String account() {
        return identity.accountId();
    }

    String region() {
        return identity.region();
    }

    String arn(String service, String resource) {
        return identity.arn(service, resource);
    }

    /** Refuses a stream that is not the one made at the time that a request names, if it does. */
    void checkCreated(Stream stream, @Nullable Instant created) {
        StreamState state = stream.state();
        if (created != null && created.getEpochSecond() != state.created().getEpochSecond()) {
            throw notFound(state.name());
        }
    }

    /**
     * Adds a stream.
     *
     * @param check refuses it, unless there is room
     */
    synchronized Stream add(StreamState state, Runnable check) {
        check.run();
        if (byName.containsKey(state.name())) {
            throw Faults.inUse(described(state.name()) + " already exists.");
        }
        // The logs first: a stream that is kept without them would stop the next start.
        var opened = new ArrayList<Shard>();
        boolean kept = false;
        try {
            Stream added = opened(state, opened);
            write(state);
            byName.put(state.name(), added);
            kept = true;
            return added;
        } finally {
            if (!kept) {
                deleteLogs(opened);
            }
        }
    }

    /** Like {@link #change}, for what is asked for: one change at a time. */
    StreamState changeActive(Stream stream, UnaryOperator<StreamState> change) {
        return change(
                stream,
                state -> {
                    if (state.status() != StreamStatus.ACTIVE) {
                        throw Faults.inUse(
                                described(state.name())
                                        + " not ACTIVE, instead in state "
                                        + state.status());
                    }
                    return change.apply(state);
                });
    }

    /** Changes what is known of a stream; new shards are opened, dropped ones deleted. */
    synchronized StreamState change(Stream stream, UnaryOperator<StreamState> change) {
        StreamState before = stream.state();
        StreamState after = change.apply(before);
        if (after.equals(before) || byName.get(before.name()) != stream) {
            return before;
        }
        var there = new ArrayList<Shard>();
        var added = new ArrayList<Shard>();
        var shards = new HashMap<String, Shard>();
        var states = new ArrayList<ShardState>();
        boolean kept = false;
        try {
            // The new shards first: the old ones take records until there are some to follow them.
            for (ShardState shard : after.shards()) {
                Shard known = stream.shards().get(shard.id());
                if (known == null) {
                    known = open(after, shard.open() ? shard : shard.withRecords(0));
                    added.add(known);
                }
                there.add(known);
            }
            for (int i = 0; i < there.size(); i++) {
                Shard shard = followed(there.get(i), after.shards().get(i));
                shards.put(shard.state().id(), shard);
                states.add(shard.state());
            }
            after = after.withShards(after.nextShard(), states);
            write(after);
            List<Shard> dropped =
                    stream.shards().values().stream()
                            .filter(shard -> !shards.containsKey(shard.state().id()))
                            .toList();
            stream.become(after, shards);
            kept = true;
            deleteLogs(dropped);
        } finally {
            if (!kept) {
                // What could not be kept has not happened: writers must not wait for it.
                stream.reopen();
                deleteLogs(added);
            }
        }
        return after;
    }

    /** A shard as it is now, or closed if that is what becomes of it. */
    private Shard followed(Shard there, ShardState wanted) {
        return there.state().open() && !wanted.open()
                ? new Shard(wanted.withRecords(there.close()), there.log(), clock, rates)
                : there;
    }

    /**
     * Removes a stream that is to go, and its records; to be called again if it fails.
     *
     * @throws UncheckedIOException if the stream, or some of its records, could not be removed
     */
    synchronized void remove(Stream stream) {
        String name = stream.state().name();
        if (byName.get(name) == stream) {
            // The definition first: without it the next start removes what else is left.
            documents.delete(KIND, name);
            byName.remove(name, stream);
            stream.remove();
        }
        stream.shards().values().forEach(Shard::close);
        List<String> left = deleteLogs(stream.shards().values());
        if (!left.isEmpty()) {
            throw new UncheckedIOException(
                    new IOException("Records of " + described(name) + " are left: " + left));
        }
    }

    /** Deletes the records of shards; returns the shards of which that failed, which is logged. */
    private static List<String> deleteLogs(Collection<Shard> shards) {
        var left = new ArrayList<String>();
        for (Shard shard : shards) {
            try {
                shard.log().delete();
            } catch (RuntimeException e) {
                LOG.warn("The records of {} are not removed.", shard.state().id(), e);
                left.add(shard.state().id());
            }
        }
        return left;
    }

    /** Opens the logs of a stream, and adds each to a list as soon as it is open. */
    private Stream opened(StreamState state, List<Shard> soFar) {
        var shards = new HashMap<String, Shard>();
        for (ShardState shard : state.shards()) {
            Shard open = open(state, shard);
            soFar.add(open);
            shards.put(shard.id(), open);
        }
        return new Stream(identity.arn("kinesis", ARN_RESOURCE + state.name()), state, shards);
    }

    private Shard open(StreamState stream, ShardState shard) {
        return new Shard(shard, logs.open(logName(stream, shard)), clock, rates);
    }

    /** The creation time keeps a stream apart from an earlier one of the same name. */
    private static String logName(StreamState stream, ShardState shard) {
        // Valid names of streams, but of no directories; no stream has a percent sign in its name.
        String place =
                stream.name().equals(".") || stream.name().equals("..")
                        ? stream.name().replace(".", "%2E")
                        : stream.name();
        return place + "/" + stream.created().toEpochMilli() + "/" + shard.id();
    }

    private String name(@Nullable String name, @Nullable String arn) {
        if (name != null) {
            if (arn != null && !arn.equals(identity.arn("kinesis", ARN_RESOURCE + name))) {
                throw Faults.invalidArgument(
                        "StreamARN " + arn + " is not that of the stream " + name + ".");
            }
            return name;
        }
        if (arn == null) {
            throw Faults.invalidArgument("Either StreamName or StreamARN must be given.");
        }
        String prefix = identity.arn("kinesis", ARN_RESOURCE);
        if (!arn.startsWith(prefix)) {
            throw Faults.notFound("Stream " + arn + " not found.");
        }
        return arn.substring(prefix.length());
    }

    /** For a shard id that names none. */
    RuntimeException noShard(Stream stream, String id) {
        return Faults.notFound(
                "Could not find shard "
                        + id
                        + " in stream "
                        + stream.state().name()
                        + " under account "
                        + identity.accountId()
                        + ".");
    }

    /** The answer to a request for a stream that is not there. */
    RuntimeException notFound(String name) {
        return Faults.notFound(described(name) + " not found.");
    }

    private void write(StreamState state) {
        try {
            documents.put(KIND, state.name(), json.writeValueAsBytes(state));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stream " + state.name() + " cannot be written.", e);
        }
    }

    private StreamState read(String name, byte[] document) {
        try {
            return json.readValue(document, StreamState.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The kept definition of stream "
                            + name
                            + " cannot be read; remove it from the data directory to start without"
                            + " the stream.",
                    e);
        }
    }
}
