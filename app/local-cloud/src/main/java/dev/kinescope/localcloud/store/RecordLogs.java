package dev.kinescope.localcloud.store;

import java.util.Collection;

/** Opens the {@link RecordLog} of a shard by name. */
@FunctionalInterface
public interface RecordLogs extends AutoCloseable {

    /**
     * The log of that name, with what it held when the process last ended; a new one is empty.
     *
     * @param name path-like, for example {@code stream/shardId-000000000000}: letters, digits and
     *     {@code _.-} between slashes
     */
    RecordLog open(String name);

    /**
     * Removes every log that is kept but not named: those of streams that a killed process had not
     * finished to make or to delete. To be called before the first log is opened.
     */
    default void keepOnly(Collection<String> names) {}

    /** Closes every log that was opened; what was appended stays, and none takes more. */
    @Override
    default void close() {}
}
