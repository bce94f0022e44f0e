package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.logs.GroupStore;
import dev.kinescope.localcloud.logs.LocalLogs;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

import java.time.Instant;

class FunctionLogsTest {
    private final ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
    private final LocalLogs logs =
            new LocalLogs(CloudIdentity.DEFAULT, time, 100, GroupStore.inMemory());
    private final FunctionLogs lines = new FunctionLogs(logs);

    @Test
    void linesMakeTheirGroupAndStream() {
        lines.append("/aws/lambda/a", "one", time.instant(), "first");
        lines.append("/aws/lambda/a", "two", time.instant(), "");
        lines.append("/aws/lambda/a", "one", time.instant(), "second");
        logs.deleteLogGroup(delete -> delete.logGroupName("/aws/lambda/a"));
        lines.append("/aws/lambda/a", "one", time.instant(), "third");
        lines.append("/aws/lambda/a", "two", time.instant(), "");

        assertThat(logs.filterLogEvents(f -> f.logGroupName("/aws/lambda/a")).events())
                .extracting(FilteredLogEvent::logStreamName, FilteredLogEvent::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("one", "third\n"),
                        org.assertj.core.groups.Tuple.tuple("two", "\n"));
    }
}
