package dev.kinescope.localcloud.logs;

import java.util.Collection;
import java.util.List;

/** Where a group's streams and events are kept so that they outlive the process. */
interface GroupJournal {
    /** Keeps nothing. */
    GroupJournal NONE = new GroupJournal() {};

    /**
     * Keeps a stream, new or with what is known of it now.
     *
     * @throws software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException when it
     *     cannot be written, as the others here
     */
    default void stream(Group.Stream stream, long now) {}

    /** Keeps that a stream is gone, with its events. */
    default void streamDeleted(String stream, long now) {}

    /** Keeps events, all or none of them. */
    default void events(List<Group.Event> events, long now) {}

    /** May forget events that came before that time and streams that are not among these. */
    default void compact(Collection<Group.Stream> streams, long oldest, long now) {}

    /** Forgets everything, for good. */
    default void delete() {}

    /** Hears what was kept, in its order. */
    interface Reader {
        void stream(Group.Stream stream);

        void streamDeleted(String stream);

        void event(String stream, long timestamp, long ingested, String message);
    }

    /** Tells what was kept. */
    default void replay(Reader reader) {}
}
