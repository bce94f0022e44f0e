package dev.kinescope.localcloud.kinesis;

import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;

import java.time.Instant;
import java.util.SortedMap;

/** A registered fan-out consumer of a stream. */
record ConsumerState(
        String name, Instant created, ConsumerStatus status, SortedMap<String, String> tags) {

    /** The end of its ARN, after that of the stream. */
    String path() {
        return "/consumer/" + name + ":" + created.getEpochSecond();
    }

    ConsumerState with(ConsumerStatus newStatus) {
        return new ConsumerState(name, created, newStatus, tags);
    }

    ConsumerState withTags(SortedMap<String, String> newTags) {
        return new ConsumerState(name, created, status, newTags);
    }
}
