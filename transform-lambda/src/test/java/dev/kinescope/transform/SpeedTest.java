package dev.kinescope.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.kinescope.transform.bench.Batches;
import dev.kinescope.transform.bench.ComprehendServer;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Reply;
import dev.kinescope.transform.sentiment.TextService;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What a batch costs at a service that takes its time, through the SDK and HTTP. */
class SpeedTest {
    private static final Duration LATENCY = Duration.ofMillis(40);
    private static final int RECORDS = 500;

    @Test
    void aBatchOfOneLanguageTakesTwentyCallsAndAFractionOfTheTimeOfOneForEachRecord()
            throws IOException {
        try (ComprehendServer server = ComprehendServer.start(LATENCY)) {
            TextService service = Wired.service(server.endpoint());
            RequestStreamHandler handler = Wired.handler(service);
            byte[] event = Batches.event(RECORDS, _ -> "en");
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                server.takeCalls();
                long start = System.nanoTime();
                assertThat(Batches.lost(invoke(handler, event), RECORDS)).isZero();
                best = Math.min(best, System.nanoTime() - start);
                assertThat(server.takeCalls()).isEqualTo(20);
            }

            int measured = 50;
            long start = System.nanoTime();
            for (int i = 0; i < measured; i++) {
                assertThat(service.sentiments(List.of(Batches.text(i)), new Language("en")))
                        .isInstanceOf(Reply.Verdicts.class);
            }
            long each = (System.nanoTime() - start) * RECORDS / measured;

            assertThat((double) each / best)
                    .as("one call per record, from %d of them, over a batch", measured)
                    .isGreaterThan(50);
        }
    }

    @Test
    void languagesToDetectAddAsManyCalls() throws IOException {
        try (ComprehendServer server = ComprehendServer.start(LATENCY)) {
            RequestStreamHandler handler = Wired.handler(Wired.service(server.endpoint()));

            byte[] answer = invoke(handler, Batches.event(RECORDS, _ -> "und"));

            assertThat(Batches.lost(answer, RECORDS)).isZero();
            assertThat(server.takeCalls()).isEqualTo(40);
        }
    }

    @Test
    void aServiceThatThrottlesCostsTimeAndNoRecord() throws IOException {
        try (ComprehendServer server = ComprehendServer.limited(LATENCY, 10)) {
            RequestStreamHandler handler = Wired.handler(Wired.service(server.endpoint()));

            byte[] answer = invoke(handler, Batches.event(RECORDS, _ -> "en"));

            assertThat(Batches.lost(answer, RECORDS)).isZero();
            int throttles = server.takeThrottles();
            assertThat(server.takeCalls()).isEqualTo(20 + throttles);
            assertThat(throttles).isPositive();
        }
    }

    private static byte[] invoke(RequestStreamHandler handler, byte[] event) throws IOException {
        var answer = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(event), answer, new FakeContext(Duration.ofMinutes(1)));
        return answer.toByteArray();
    }
}
