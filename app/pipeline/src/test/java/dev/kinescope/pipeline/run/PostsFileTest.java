package dev.kinescope.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.pipeline.producer.MalformedLine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

class PostsFileTest {
    @TempDir Path directory;

    private Path write(byte[]... lines) throws IOException {
        Path file = directory.resolve("posts.jsonl");
        try (var out = Files.newOutputStream(file)) {
            for (byte[] line : lines) {
                out.write(line);
                out.write('\n');
            }
        }
        return file;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void linesThatAreNoPostsAreNamedWithTheirNumberAndReason() throws IOException {
        Path file =
                write(
                        utf8("{\"id\":\"a\",\"text\":\"one\"}"),
                        utf8("{\"id\":"),
                        utf8("   "),
                        utf8("[1,2]"),
                        utf8("{\"id\":\"b\"}"),
                        new byte[] {'{', (byte) 0xff, '}'},
                        utf8("{\"id\":\"c\",\"text\":\"two\"}"));

        assertThat(PostsFile.scan(file, ""))
                .isEqualTo(
                        new PostsFile(
                                file,
                                6,
                                2,
                                4,
                                List.of(
                                        new MalformedLine(2, "not JSON at column 7"),
                                        new MalformedLine(4, "not a JSON object"),
                                        new MalformedLine(5, "no field text"),
                                        new MalformedLine(6, "not UTF-8")),
                                List.of()));
    }

    @Test
    void repeatedIdsAreCountedForAsManyPostsAsAreSent() throws IOException {
        Path file =
                write(
                        utf8("{\"id\":\"a\",\"text\":\"1\"}"),
                        utf8("{\"id\":\"b\",\"text\":\"2\"}"),
                        utf8("{\"id\":\"a\",\"text\":\"3\"}"),
                        utf8("{\"text\":\"4\"}"),
                        utf8("{\"id\":\"b\",\"text\":\"5\"}"));

        PostsFile posts = PostsFile.scan(file, "");

        assertThat(posts.repeats()).containsExactly(2L, 4L);
        assertThat(posts.repeatedIdsAmong(2)).isZero();
        assertThat(posts.repeatedIdsAmong(3)).isEqualTo(1);
        assertThat(posts.repeatedIdsAmong(5)).isEqualTo(2);
        assertThat(posts.repeatedIdsAmong(12)).isEqualTo(4);
        assertThat(posts.repeatedIdsAmong(13)).isEqualTo(5);
    }

    @Test
    void onlyPostsWithTheKeywordCount() throws IOException {
        Path file =
                write(
                        utf8("{\"id\":\"a\",\"text\":\"The TRAM is late\"}"),
                        utf8("{\"id\":\"b\",\"text\":\"The bus is late\"}"),
                        utf8("{\"id\":\"b\",\"text\":\"tram again\"}"));

        PostsFile posts = PostsFile.scan(file, "tram");

        assertThat(posts.posts()).isEqualTo(2);
        assertThat(posts.repeats()).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = directory.resolve("nowhere.jsonl");

        assertThatThrownBy(() -> PostsFile.scan(file, ""))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("nowhere.jsonl");
    }
}
