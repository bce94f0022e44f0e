package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.DocumentStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How far each shard of one delivery stream is stored; kept as a document. */
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

    private record Document(Map<String, Shard> shards) {}

    private final DocumentStore documents;
    private final String name;
    private final Map<String, Shard> shards;

    Checkpoints(DocumentStore documents, String deliveryStream) {
        this.documents = documents;
        this.name = deliveryStream;
        this.shards = new TreeMap<>(documents.get(KIND, name).map(this::read).orElse(Map.of()));
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

    synchronized void save() {
        try {
            documents.put(KIND, name, JSON.writeValueAsBytes(new Document(shards)));
        } catch (JacksonException e) {
            throw new UncheckedIOException("Cannot write the checkpoint of " + name, e);
        }
    }

    static void delete(DocumentStore documents, String deliveryStream) {
        documents.delete(KIND, deliveryStream);
    }

    private Map<String, Shard> read(byte[] bytes) {
        try {
            return JSON.readValue(bytes, Document.class).shards();
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint of " + name + " is damaged", e);
        }
    }
}
