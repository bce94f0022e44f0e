package dev.kinescope.desktop.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Studio;
import dev.kinescope.desktop.background.Background;
import dev.kinescope.pipeline.connection.AwsCall;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

class ActivityViewTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:05:20Z");
    private static final String[][] CALLS = {
        {"Kinesis", "GetRecords", "social-posts"},
        {"Kinesis", "GetRecords", "social-posts"},
        {"Firehose", "DescribeDeliveryStream", "social-posts-to-s3"},
        {"S3", "ListObjectsV2", "kinescope-000000000000-us-east-1/posts/2026/11/22/14/"},
        {"CloudWatch", "GetMetricData", ""},
        {"Lambda", "Invoke", "kinescope-producer"},
    };

    @Test
    void callsAreListedNewestFirstAndTheFilterNarrowsThem() throws Exception {
        var history = new CallHistory();
        for (int i = 0; i < 200; i++) {
            String[] what = CALLS[i % CALLS.length];
            history.record(
                    new AwsCall(
                            NOW.plusMillis(i * 37L),
                            what[0],
                            what[1],
                            what[2],
                            Duration.ofMillis(4 + (i * 31 % 170)),
                            i % 47 == 46
                                    ? new AwsCall.Failed(
                                            "ProvisionedThroughputExceededException",
                                            "Rate exceeded for shard shardId-000000000003",
                                            400)
                                    : new AwsCall.Ok(),
                            i % 47 == 46 ? 3 : 1,
                            "5d0e2c77-%04d-9b41".formatted(i)));
        }
        try (var background = Background.onFxThread(Clock.systemUTC())) {
            var model = new ActivityViewModel(background, history);
            Studio studio =
                    Studio.show(() -> {
                        var view = new ActivityView(model, Clock.systemUTC());
                        view.shown();
                        return view.root();
                    });
            studio.shrink();
            try {
                Studio.await(() -> model.calls().size() == 200);
                Studio.run(() -> {
                    model.choose(
                            model.calls().stream()
                                    .filter(LoggedCall::failed)
                                    .findFirst()
                                    .orElseThrow());
                });
                studio.picture("activity");
                var filter = studio.find("filter", TextField.class);
                var count = studio.find("count", Label.class);
                assertThat(
                                Studio.call(() -> {
                                    filter.setText("invoke PRODUCER");
                                    return count.getText();
                                }))
                        .isEqualTo("33");
            } finally {
                studio.close();
            }
        }
    }
}
