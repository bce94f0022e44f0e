package dev.kinescope.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;

class LineReaderTest {
    @Test
    void linesComeWithoutTheirEndAndTheOffsetBehindIt() throws IOException {
        var reader = new LineReader(bytes("a\n\nbc\r\nlast"), 100);
        var lines = new ArrayList<String>();
        var offsets = new ArrayList<Long>();
        for (var line = reader.read(); line != null; line = reader.read()) {
            lines.add(new String(line.bytes(), StandardCharsets.UTF_8));
            offsets.add(reader.offset());
        }

        assertThat(lines).containsExactly("a", "", "bc\r", "last");
        assertThat(offsets).containsExactly(102L, 103L, 107L, 111L);
    }

    @Test
    void anEndlessLineIsPassedOverWithoutHoldingIt() throws IOException {
        long length = LineReader.MAX_LINE_BYTES * 20L;
        var reader = new LineReader(new SequenceInputStream(zeros(length), bytes("\nnext\n")), 0);

        var tooLong = reader.read();
        var next = reader.read();

        assertThat(tooLong.tooLong()).isTrue();
        assertThat(tooLong.bytes()).isEmpty();
        assertThat(next.tooLong()).isFalse();
        assertThat(next.bytes()).isEqualTo("next".getBytes(StandardCharsets.UTF_8));
        assertThat(reader.offset()).isEqualTo(length + 6);
        assertThat(reader.read()).isNull();
    }

    @Test
    void linesAreTheSameHoweverTheStreamArrives() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var expected = new ArrayList<String>();
        for (int i = 0; i < 2_000; i++) {
            expected.add("x".repeat(random.nextInt(300)));
        }
        byte[] file = (String.join("\n", expected) + "\n").getBytes(StandardCharsets.UTF_8);
        var lines = new ArrayList<String>();
        var reader = new LineReader(trickling(file, random), 0);
        for (var line = reader.read(); line != null; line = reader.read()) {
            lines.add(new String(line.bytes(), StandardCharsets.UTF_8));
        }

        assertThat(lines).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void anEmptyFileHasNoLine() throws IOException {
        assertThat(new LineReader(bytes(""), 0).read()).isNull();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream zeros(long length) {
        return new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? '0' : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int wanted) {
                if (left <= 0) {
                    return -1;
                }
                int count = (int) Math.min(left, wanted);
                java.util.Arrays.fill(buffer, offset, offset + count, (byte) '0');
                left -= count;
                return count;
            }
        };
    }

    private static InputStream trickling(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int offset, int wanted) {
                return super.read(buffer, offset, Math.min(wanted, 1 + random.nextInt(400)));
            }
        };
    }
}
