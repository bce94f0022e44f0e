package dev.kinescope.localcloud.kinesis;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Which open shard takes which hash keys, as it is at one moment: records that are routed together
 * must not see a change between them, or they would change places.
 */
final class Routes {
    private final HashKey[] starts;
    private final Shard[] shards;

    /** The open shards by their first hash keys. */
    Routes(NavigableMap<HashKey, Shard> open) {
        starts = new HashKey[open.size()];
        shards = new Shard[open.size()];
        int at = 0;
        for (Map.Entry<HashKey, Shard> entry : open.entrySet()) {
            starts[at] = entry.getKey();
            shards[at] = entry.getValue();
            at++;
        }
    }

    /** How many shards are open. */
    int size() {
        return shards.length;
    }

    /** One of the open shards, by its number from 0. */
    Shard shard(int number) {
        return shards[number];
    }

    /** The number of the shard that takes a key. */
    int of(HashKey key) {
        int found = Arrays.binarySearch(starts, key);
        return found >= 0 ? found : -found - 2;
    }
}
