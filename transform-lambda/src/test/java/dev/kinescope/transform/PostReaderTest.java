package dev.kinescope.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.kinescope.transform.PostReader.Reading;

import org.junit.jupiter.api.RepeatedTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The two ways to read a record, on made-up ones, against each other and against a mapper. */
class PostReaderTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final byte[] NOTHING = {'{', '}'};
    private static final String[] NAMES = {
        "text", "lang", "Sentiment", "SentimentSkipped", "Entities", "id", "é", "a b", "\\u0061", ""
    };
    private static final String[] VALUES = {
        "null",
        "true",
        "1.10",
        "-0",
        "12e3",
        "\"\"",
        "\"t\"",
        "\"en\"",
        "\"a\\nb\"",
        "\"é日😀\"",
        "\"\\u00e9\\ud83d\\ude00\"",
        "\"\\\\u0041\"",
        "\"\\/\"",
        "[]",
        "{}",
        "[1, {\"text\":2}]",
        "{\"a\":[null],\"a\":\"}\"}"
    };
    private static final String[] SPACES = {"", "", "", " ", "\t", "\n", "\r\n"};

    @RepeatedTest(500)
    void bothWaysReadTheSame() throws IOException {
        long seed = System.nanoTime();
        String record = record(new Random(seed));

        Post quick = post(PostReader.read(record.getBytes(StandardCharsets.UTF_8)));
        Post tree = post(PostTree.read(record));

        assertThat(line(quick)).as("seed %d: %s", seed, record).doesNotContain("\n", "\r");
        assertThat(JSON.readTree(line(quick)))
                .as("seed %d: %s", seed, record)
                .isEqualTo(JSON.readTree(line(tree)))
                .isEqualTo(expected(record, tree));
        assertThat(quick.text()).isEqualTo(tree.text());
        assertThat(quick.lang()).isEqualTo(tree.lang());
        assertThat(quick.state()).isEqualTo(tree.state());
    }

    private static JsonNode expected(String record, Post post) throws IOException {
        var object = JSON.readTree(record).withObject("");
        if (post.state() == Post.State.UNSCORED) {
            object.remove(Post.ADDED);
        }
        return object;
    }

    private static String record(Random random) {
        var record = new StringBuilder(pick(SPACES, random)).append('{');
        int members = random.nextInt(7);
        for (int i = 0; i < members; i++) {
            record.append(i == 0 ? "" : ",")
                    .append(pick(SPACES, random))
                    .append('"')
                    .append(pick(NAMES, random))
                    .append("\":")
                    .append(pick(SPACES, random))
                    .append(pick(VALUES, random));
        }
        return record.append(pick(SPACES, random))
                .append('}')
                .append(pick(SPACES, random))
                .toString();
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    private static Post post(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).post();
    }

    private static String line(Post post) {
        String line = new String(post.json().with(NOTHING), StandardCharsets.UTF_8);
        return line.substring(0, line.length() - 1);
    }
}
