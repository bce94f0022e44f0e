package dev.kinescope.localcloud.kinesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.RecordLog;
import dev.kinescope.localcloud.store.RecordLogs;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
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
        kept.forEach(state -> byName.put(state.name(), open(state)));
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

    /** Like {@link #named}, for changes: one at a time. */
    Stream changeable(@Nullable String name, @Nullable String arn) {
        Stream stream = named(name, arn);
        StreamState state = stream.state();
        if (state.status() != StreamStatus.ACTIVE) {
            throw Faults.inUse(
                    described(state.name()) + " not ACTIVE, instead in state " + state.status());
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

    synchronized Stream add(StreamState state) {
        if (byName.containsKey(state.name())) {
            throw Faults.inUse(described(state.name()) + " already exists.");
        }
        // The logs first: a stream that is kept without them would stop the next start.
        Stream added = open(state);
        try {
            write(state);
        } catch (RuntimeException e) {
            added.shards().values().forEach(shard -> shard.log().delete());
            throw e;
        }
        byName.put(state.name(), added);
        return added;
    }

    /** Changes what is known of a stream; new shards are opened, dropped ones deleted. */
    synchronized StreamState change(Stream stream, UnaryOperator<StreamState> change) {
        StreamState before = stream.state();
        StreamState after = change.apply(before);
        if (after.equals(before) || byName.get(before.name()) != stream) {
            return before;
        }
        var shards = new HashMap<String, Shard>();
        for (ShardState shard : after.shards()) {
            Shard known = stream.shards().get(shard.id());
            shards.put(
                    shard.id(),
                    known != null && known.state().equals(shard)
                            ? known
                            : open(after, shard, known));
        }
        List<Shard> dropped =
                stream.shards().values().stream()
                        .filter(shard -> !shards.containsKey(shard.state().id()))
                        .toList();
        try {
            write(after);
        } catch (RuntimeException e) {
            // What could not be kept has not happened: writers must not wait for it.
            stream.shards().values().forEach(Shard::reopen);
            throw e;
        }
        stream.become(after, shards);
        dropped.forEach(shard -> shard.log().delete());
        return after;
    }

    synchronized void remove(Stream stream) {
        String name = stream.state().name();
        if (byName.remove(name, stream)) {
            documents.delete(KIND, name);
            stream.remove();
            stream.shards()
                    .values()
                    .forEach(shard -> {
                        shard.close();
                        shard.log().delete();
                    });
        }
    }

    private Stream open(StreamState state) {
        var shards = new HashMap<String, Shard>();
        for (ShardState shard : state.shards()) {
            shards.put(shard.id(), open(state, shard, null));
        }
        return new Stream(identity.arn("kinesis", ARN_RESOURCE + state.name()), state, shards);
    }

    private Shard open(StreamState stream, ShardState shard, @Nullable Shard known) {
        RecordLog log = known == null ? logs.open(logName(stream, shard)) : known.log();
        return new Shard(shard, log, clock, rates);
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
