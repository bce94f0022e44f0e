package dev.kinescope.pipeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.pipeline.connection.AwsSession;

import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Adds up the line that the transform prints after each batch, from its log group. */
final class TransformLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "kinescope.transform.batch";

    /**
     * Covers clocks that differ and lines that arrive late; what was counted is not counted again.
     */
    private static final Duration OVERLAP = Duration.ofMinutes(3);

    private final AwsSession session;
    private final String logGroup;
    private final Set<String> counted = new HashSet<>();
    private Instant newest;
    private Totals totals = new Totals(0, 0, 0);

    /** What the batches so far came to. */
    record Totals(long ok, long dropped, long failed) {}

    /** Begins to count; lines that are there already are passed over. */
    TransformLog(AwsSession session, String logGroup, Clock clock) {
        this.session = session;
        this.logGroup = logGroup;
        this.newest = clock.instant();
        read();
        totals = new Totals(0, 0, 0);
    }

    Totals read() {
        var request =
                FilterLogEventsRequest.builder()
                        .logGroupName(logGroup)
                        .filterPattern("\"" + MARK + "\"")
                        .startTime(newest.minus(OVERLAP).toEpochMilli())
                        .build();
        try {
            for (FilteredLogEvent event :
                    session.logs().filterLogEventsPaginator(request).events()) {
                if (counted.add(key(event))) {
                    count(event.message());
                    Instant at = Instant.ofEpochMilli(event.timestamp());
                    newest = at.isAfter(newest) ? at : newest;
                }
            }
        } catch (ResourceNotFoundException neverRan) {
            return totals;
        }
        return totals;
    }

    private static String key(FilteredLogEvent event) {
        return event.eventId() == null
                ? event.logStreamName() + " " + event.timestamp() + " " + event.message()
                : event.eventId();
    }

    private void count(String message) {
        int start = message.indexOf('{');
        if (start < 0) {
            return;
        }
        try {
            JsonNode line = JSON.readTree(message.substring(start));
            if (line.path("type").asText("").equals(MARK)) {
                totals =
                        new Totals(
                                totals.ok() + line.path("ok").asLong(),
                                totals.dropped() + line.path("dropped").asLong(),
                                totals.failed() + line.path("failed").asLong());
            }
        } catch (JsonProcessingException notTheLine) {
            // Another line that names the mark, such as a stack trace: it counts nothing.
            return;
        }
    }
}
