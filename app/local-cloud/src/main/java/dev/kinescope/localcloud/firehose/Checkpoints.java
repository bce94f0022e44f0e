package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.DocumentStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far each shard of one Kinesis stream is stored by one delivery stream; kept as a document. A
 * stream that was deleted and made anew under its old name is another one, with nothing stored yet.
 */
final class Checkpoints {
    private static final String KIND = "firehose-checkpoints";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The state of one shard.
     *
     * @param after the last stored sequence number; null if none is stored yet
     * @param ended whether the shard is closed and stored to its end
     */
    record Shard(@Nullable String after, boolean ended) {}

    /** The stream's creation in milliseconds tells whose shards these are. */
    private record Document(@Nullable Long streamMillis, Map<String, Shard> shards) {}

    private final DocumentStore documents;
    private final String name;
    private final Instant streamCreated;
    private final Map<String, Shard> shards;

    /** Held while the document is written; taken before the own monitor, never inside it. */
    private final Object saving = new Object();

    private boolean retired;

    /**
     * Takes up what an earlier run kept of this very stream.
     *
     * @param streamCreated when the Kinesis stream was made
     */
    Checkpoints(DocumentStore documents, String deliveryStream, Instant streamCreated) {
        this.documents = documents;
        this.name = deliveryStream;
        this.streamCreated = streamCreated;
        this.shards =
                new TreeMap<>(
                        documents
                                .get(KIND, name)
                                .map(this::read)
                                .filter(kept ->
                                        kept.streamMillis() == null
                                                || kept.streamMillis()
                                                        == streamCreated.toEpochMilli())
                                .map(Document::shards)
                                .orElse(Map.of()));
    }

    Instant streamCreated() {
        return streamCreated;
    }

    synchronized Optional<Shard> of(String shardId) {
        return Optional.ofNullable(shards.get(shardId));
    }

    /** Remembers that a shard is stored up to there; {@link #save} makes it last. */
    synchronized void advance(String shardId, String sequenceNumber) {
        shards.put(shardId, new Shard(sequenceNumber, false));
    }

    /** Remembers that a shard is stored to its end; {@link #save} makes it last. */
    synchronized void end(String shardId) {
        shards.put(shardId, new Shard(null, true));
    }

    /** Forgets shards that ended and are no longer listed by the stream. */
    synchronized void forgetAllBut(Set<String> listed) {
        shards.entrySet()
                .removeIf(entry -> entry.getValue().ended() && !listed.contains(entry.getKey()));
    }

    /** Saves nothing more: whoever finishes late must not overwrite what came after. */
    void retire() {
        synchronized (saving) {
            retired = true;
        }
    }

    /** Makes it last; whoever remembers more meanwhile does not wait for that. */
    void save() {
        synchronized (saving) {
            if (!retired) {
                documents.put(KIND, name, document());
            }
        }
    }

    private synchronized byte[] document() {
        try {
            return JSON.writeValueAsBytes(new Document(streamCreated.toEpochMilli(), shards));
        } catch (JacksonException e) {
            throw new UncheckedIOException("Cannot write the checkpoint of " + name, e);
        }
    }

    static void delete(DocumentStore documents, String deliveryStream) {
        documents.delete(KIND, deliveryStream);
    }

    private Document read(byte[] bytes) {
        try {
            return JSON.readValue(bytes, Document.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint of " + name + " is damaged", e);
        }
    }
}
