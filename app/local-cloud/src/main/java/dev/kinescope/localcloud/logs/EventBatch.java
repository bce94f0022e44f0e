package dev.kinescope.localcloud.logs;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One PutLogEvents call by its rules (AWS documentation, PutLogEvents): what of it is kept. */
record EventBatch(List<InputLogEvent> accepted, @Nullable RejectedLogEventsInfo rejected) {
    private static final int MAX_EVENTS = 10_000;
    private static final int MAX_BYTES = 1_048_576;
    private static final int OVERHEAD = 26;
    private static final long MAX_AHEAD = Duration.ofHours(2).toMillis();
    private static final long MAX_SPAN = Duration.ofHours(24).toMillis();
    private static final long MAX_AGE = Duration.ofDays(14).toMillis();

    EventBatch {
        accepted = List.copyOf(accepted);
    }

    /** Checks the whole batch; too old, expired and too new events are left out and reported. */
    static EventBatch check(List<InputLogEvent> events, long now, @Nullable Integer retentionDays) {
        if (events.isEmpty() || events.size() > MAX_EVENTS) {
            throw LogsErrors.constraint(
                    "[" + events.size() + " events]",
                    "logEvents",
                    "Member must have length from 1 to " + MAX_EVENTS);
        }
        checkEach(events);
        long expiry =
                retentionDays == null
                        ? Long.MIN_VALUE
                        : now - Duration.ofDays(retentionDays).toMillis();
        var accepted = new ArrayList<InputLogEvent>();
        int expired = 0;
        int tooOld = 0;
        int tooNew = -1;
        for (int i = 0; i < events.size(); i++) {
            long timestamp = events.get(i).timestamp();
            if (timestamp < expiry) {
                expired = i + 1;
            } else if (timestamp < now - MAX_AGE) {
                tooOld = i + 1;
            } else if (timestamp > now + MAX_AHEAD) {
                tooNew = tooNew < 0 ? i : tooNew;
            } else {
                accepted.add(events.get(i));
            }
        }
        if (accepted.size() == events.size()) {
            return new EventBatch(accepted, null);
        }
        return new EventBatch(
                accepted,
                RejectedLogEventsInfo.builder()
                        .expiredLogEventEndIndex(expired == 0 ? null : expired)
                        .tooOldLogEventEndIndex(tooOld == 0 ? null : tooOld)
                        .tooNewLogEventStartIndex(tooNew < 0 ? null : tooNew)
                        .build());
    }

    private static void checkEach(List<InputLogEvent> events) {
        long before = Long.MIN_VALUE;
        long bytes = 0;
        for (InputLogEvent event : events) {
            if (event.timestamp() == null || event.timestamp() < 0) {
                throw LogsErrors.constraint(
                        String.valueOf(event.timestamp()),
                        "logEvents.timestamp",
                        "Member must have value greater than or equal to 0");
            }
            if (event.message() == null || event.message().isEmpty()) {
                throw LogsErrors.constraint(
                        "",
                        "logEvents.message",
                        "Member must have length greater than or equal to 1");
            }
            if (event.timestamp() < before) {
                throw LogsErrors.invalid(
                        "Log events in a single PutLogEvents request must be in chronological"
                                + " order.");
            }
            before = event.timestamp();
            bytes += event.message().getBytes(StandardCharsets.UTF_8).length + OVERHEAD;
        }
        if (before - events.getFirst().timestamp() > MAX_SPAN) {
            throw LogsErrors.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more"
                            + " than 24 hours.");
        }
        if (bytes > MAX_BYTES) {
            throw LogsErrors.invalid(
                    "Upload too large: " + bytes + " bytes exceeds limit of " + MAX_BYTES);
        }
    }
}
