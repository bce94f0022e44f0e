package dev.kinescope.localcloud.http;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.time.Duration;

class ClientContentTest {
    @Test
    void whoClosesABodyDoesNotWaitForItsRest() {
        var body =
                new InputStream() {
                    @Override
                    public int read() {
                        return -1;
                    }

                    @Override
                    public void close() {
                        throw new AssertionError("The server's stream reads on until its end.");
                    }
                };
        try (var stalls = new Stalls(new Patience(Duration.ofMinutes(1), Duration.ofMinutes(1)))) {
            assertThatCode(new ClientContent(body, stalls)::close).doesNotThrowAnyException();
        }
    }
}
