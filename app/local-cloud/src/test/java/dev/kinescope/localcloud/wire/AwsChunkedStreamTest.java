package dev.kinescope.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AwsChunkedStreamTest {
    private final Map<String, String> trailers = new HashMap<>();

    private String read(String framed) throws IOException {
        var bytes = new ByteArrayInputStream(framed.getBytes(StandardCharsets.UTF_8));
        return new String(
                new AwsChunkedStream(bytes, trailers, Optional.empty()).readAllBytes(),
                StandardCharsets.UTF_8);
    }

    @Test
    void chunksAreJoinedAndSignaturesSkipped() throws IOException {
        assertThat(
                        read(
                                "5;chunk-signature=aa\r\nhello\r\n6;chunk-signature=bb\r\n"
                                        + " world\r\n0;chunk-signature=cc\r\n\r\n"))
                .isEqualTo("hello world");
        assertThat(trailers).isEmpty();
    }

    @Test
    void trailersAreGivenAfterTheContent() throws IOException {
        assertThat(read("a\r\n0123456789\r\n0\r\nx-amz-checksum-crc32:pYJ4Wg==\r\n\r\n"))
                .isEqualTo("0123456789");
        assertThat(trailers).isEqualTo(Map.of("x-amz-checksum-crc32", "pYJ4Wg=="));
    }

    @Test
    void trailersHaveAnEnd() {
        assertThatThrownBy(() -> read("0\r\n" + "a: b\r\n".repeat(20_000) + "\r\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("trailers");
    }

    @Test
    void nothingAtAllIsEmptyContent() throws IOException {
        assertThat(read("0\r\n\r\n")).isEmpty();
    }

    @Test
    void brokenFramingFails() {
        for (String framed :
                List.of("", "hello", "zz\r\n", "-5\r\nhello\r\n", "5\r\nhel", "x".repeat(10_000))) {
            assertThatThrownBy(() -> read(framed)).as(framed).isInstanceOf(IOException.class);
        }
    }
}
