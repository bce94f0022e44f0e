package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.annotation.JsonIgnore;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A delivery stream's definition and state, as it is kept and described. */
record DeliveryStream(
        String name,
        State state,
        int version,
        long createdMillis,
        @Nullable Long updatedMillis,
        @Nullable Source source,
        @Nullable Long startMillis,
        DestinationSettings destination,
        Map<String, String> tags) {

    enum State {
        CREATING,
        ACTIVE,
        DELETING
    }

    /** The Kinesis stream that is read; absent for DirectPut. */
    record Source(String streamArn, String roleArn) {}

    DeliveryStream {
        tags = Map.copyOf(tags);
    }

    @JsonIgnore
    boolean isDirectPut() {
        return source == null;
    }

    /** When it became ACTIVE: what arrived earlier is not delivered. */
    Optional<Instant> start() {
        return Optional.ofNullable(startMillis).map(Instant::ofEpochMilli);
    }

    DeliveryStream active(Instant at) {
        return new DeliveryStream(
                name,
                State.ACTIVE,
                version,
                createdMillis,
                updatedMillis,
                source,
                at.toEpochMilli(),
                destination,
                tags);
    }

    DeliveryStream deleting() {
        return new DeliveryStream(
                name,
                State.DELETING,
                version,
                createdMillis,
                updatedMillis,
                source,
                startMillis,
                destination,
                tags);
    }

    DeliveryStream updated(DestinationSettings replacement, Instant at) {
        return new DeliveryStream(
                name,
                state,
                version + 1,
                createdMillis,
                at.toEpochMilli(),
                source,
                startMillis,
                replacement,
                tags);
    }

    DeliveryStream tagged(Map<String, String> replacement) {
        return new DeliveryStream(
                name,
                state,
                version,
                createdMillis,
                updatedMillis,
                source,
                startMillis,
                destination,
                replacement);
    }
}
