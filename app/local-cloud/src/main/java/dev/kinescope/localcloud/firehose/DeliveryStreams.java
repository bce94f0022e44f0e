package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.DocumentStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The delivery streams by name, each kept as a document. */
final class DeliveryStreams {
    private static final String KIND = "firehose-streams";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DocumentStore documents;
    private final Map<String, DeliveryStream> streams = new ConcurrentSkipListMap<>();

    DeliveryStreams(DocumentStore documents) {
        this.documents = documents;
        for (String name : documents.names(KIND)) {
            documents.get(KIND, name).map(bytes -> read(name, bytes)).ifPresent(this::remember);
        }
    }

    Optional<DeliveryStream> find(String name) {
        return Optional.ofNullable(streams.get(name));
    }

    Collection<DeliveryStream> all() {
        return streams.values();
    }

    void put(DeliveryStream stream) {
        try {
            documents.put(KIND, stream.name(), JSON.writeValueAsBytes(stream));
        } catch (JacksonException e) {
            throw new UncheckedIOException("Cannot write delivery stream " + stream.name(), e);
        }
        remember(stream);
    }

    void remove(String name) {
        documents.delete(KIND, name);
        streams.remove(name);
    }

    private void remember(DeliveryStream stream) {
        streams.put(stream.name(), stream);
    }

    private static DeliveryStream read(String name, byte[] bytes) {
        try {
            return JSON.readValue(bytes, DeliveryStream.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The document of delivery stream " + name + " is damaged", e);
        }
    }
}
