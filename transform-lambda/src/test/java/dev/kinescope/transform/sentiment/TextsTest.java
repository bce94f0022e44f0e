package dev.kinescope.transform.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

class TextsTest {
    @Test
    void aTextIsCutOnlyBetweenCharacters() {
        assertThat(Texts.fit("abc", 5)).isEqualTo("abc");
        assertThat(Texts.fit("abcdef", 5)).isEqualTo("abcde");
        assertThat(Texts.fit("aéé", 4)).isEqualTo("aé");
        assertThat(Texts.fit("日本語", 8)).isEqualTo("日本");
        assertThat(Texts.fit("a😀😀", 8)).isEqualTo("a😀");
    }

    @Test
    void halfAnEmojiIsReplaced() {
        assertThat(Texts.fit("a\uD83Db\uDE00", 50)).isEqualTo("a\uFFFDb\uFFFD");
    }

    @RepeatedTest(50)
    void theCutTextIsTheLongestThatFits() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var text = new StringBuilder();
        String[] alphabet = {"x", "é", "日", "😀"};
        for (int i = 0; i < 60; i++) {
            text.append(alphabet[random.nextInt(4)]);
        }
        int max = random.nextInt(150);

        String fitted = Texts.fit(text.toString(), max);

        assertThat(text.toString()).as("seed %d", seed).startsWith(fitted);
        assertThat(bytes(fitted)).as("seed %d", seed).isLessThanOrEqualTo(max);
        if (fitted.length() < text.length()) {
            int next = text.codePointAt(fitted.length());
            assertThat(bytes(fitted + Character.toString(next)))
                    .as("seed %d", seed)
                    .isGreaterThan(max);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
