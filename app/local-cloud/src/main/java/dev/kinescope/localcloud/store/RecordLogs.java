package dev.kinescope.localcloud.store;

/** Opens the {@link RecordLog} of a shard by name. */
@FunctionalInterface
public interface RecordLogs {

    /**
     * The log of that name, with what it held when the process last ended; a new one is empty.
     *
     * @param name path-like, for example {@code stream/shardId-000000000000}: letters, digits and
     *     {@code _.-} between slashes
     */
    RecordLog open(String name);
}
