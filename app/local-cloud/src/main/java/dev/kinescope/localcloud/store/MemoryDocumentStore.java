package dev.kinescope.localcloud.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Documents that are gone with the process. */
public final class MemoryDocumentStore implements DocumentStore {
    private final Map<String, ConcurrentSkipListMap<String, byte[]>> kinds =
            new ConcurrentHashMap<>();

    @Override
    public void put(String kind, String name, byte[] document) {
        kinds.computeIfAbsent(kind, _ -> new ConcurrentSkipListMap<>()).put(name, document.clone());
    }

    @Override
    public Optional<byte[]> get(String kind, String name) {
        return Optional.ofNullable(documents(kind).get(name)).map(byte[]::clone);
    }

    @Override
    public List<String> names(String kind) {
        return List.copyOf(documents(kind).keySet());
    }

    @Override
    public void delete(String kind, String name) {
        documents(kind).remove(name);
    }

    private ConcurrentSkipListMap<String, byte[]> documents(String kind) {
        return kinds.getOrDefault(kind, new ConcurrentSkipListMap<>());
    }
}
