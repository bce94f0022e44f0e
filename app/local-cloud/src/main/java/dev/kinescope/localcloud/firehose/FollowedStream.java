package dev.kinescope.localcloud.firehose;

import java.time.Instant;

/**
 * A Kinesis stream as a delivery stream reads it: one stream of that name, not a later one.
 *
 * @param start what arrived earlier is not delivered
 * @param saving makes the checkpoints last
 */
record FollowedStream(
        StreamSource source, String arn, Instant start, Checkpoints checkpoints, Soon saving) {

    /**
     * Whether the stream was deleted and made anew.
     *
     * @throws StreamSource.Unreadable if that cannot be told now
     */
    boolean isAnotherNow() {
        return !source.created(arn).equals(checkpoints.streamCreated());
    }
}
