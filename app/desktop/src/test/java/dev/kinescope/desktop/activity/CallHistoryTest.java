package dev.kinescope.desktop.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.pipeline.connection.AwsCall;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;

class CallHistoryTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:05:20Z");

    static AwsCall call(String service, String operation, int millis) {
        return new AwsCall(
                NOW,
                service,
                operation,
                "social-posts",
                Duration.ofMillis(millis),
                new AwsCall.Ok(),
                1,
                "id-" + millis);
    }

    @Test
    void theNewestComeFirstAndOnlyOnce() {
        var history = new CallHistory(100);
        history.record(call("S3", "GetObject", 1));
        history.record(call("S3", "PutObject", 2));
        CallHistory.News first = history.since(0);
        assertThat(first.calls()).extracting(LoggedCall::number).containsExactly(2L, 1L);
        history.record(call("S3", "ListObjectsV2", 3));
        assertThat(history.since(first.total()).calls())
                .extracting(logged -> logged.call().operation())
                .containsExactly("ListObjectsV2");
    }

    @Test
    void theOldestAreForgottenBeyondTheBound() {
        var history = new CallHistory(10);
        for (int i = 0; i < 25; i++) {
            history.record(call("S3", "GetObject", i));
        }
        CallHistory.News all = history.since(0);
        assertThat(all.total()).isEqualTo(25);
        assertThat(all.calls()).hasSize(10);
        assertThat(all.calls().getLast().number()).isEqualTo(16);
    }

    @Test
    void callsOfManyThreadsAreAllCounted() {
        var history = new CallHistory();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                threads.submit(() -> {
                    for (int n = 0; n < 1000; n++) {
                        history.record(call("Kinesis", "PutRecords", n));
                    }
                });
            }
        }
        CallHistory.News all = history.since(0);
        assertThat(all.total()).isEqualTo(8000);
        assertThat(all.calls())
                .extracting(LoggedCall::number)
                .doesNotHaveDuplicates()
                .hasSize(8000);
    }
}
