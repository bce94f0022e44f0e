package dev.kinescope.producer.x;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.producer.ManualClock;
import dev.kinescope.producer.source.Post;
import dev.kinescope.producer.source.PostJson;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

class XPostsTest {
    @ParameterizedTest
    @CsvSource({
        "tweet, retweet, tweets, retweeted",
        "post, repost, posts, reposted",
    })
    void aRetweetIsReadWholeInBothSpellings(
            String note, String count, String included, String type) {
        String message =
                """
                {"data":{"id":"9","text":"RT @lotte: a long st…","author_id":"7",
                  "created_at":"2026-11-02T07:00:00.000Z","lang":"de",
                  "public_metrics":{"%2$s_count":4,"like_count":0},
                  "referenced_%3$s":[{"type":"%4$s","id":"8"}],"edit_history_%3$s_ids":["9"]},
                 "includes":{"users":[{"id":"7","username":"mina",
                    "public_metrics":{"followers_count":1,"following_count":2}}],
                  "%3$s":[{"id":"8","text":"a long st…","note_%1$s":{"text":"a long story"}}]}}
                """
                        .formatted(note, count, included, type);

        assertThat(read(message))
                .isEqualTo(
                        new Post(
                                "9",
                                Instant.parse("2026-11-02T07:00:00Z"),
                                "mina",
                                "a long story",
                                0L,
                                4L,
                                true,
                                1L,
                                2L,
                                null,
                                "de",
                                "x"));
    }

    @Test
    void whatXDoesNotTellIsNull() {
        assertThat(read("{\"data\":{\"id\":\"9\",\"text\":\"t\",\"new\":{\"a\":[1]}}}"))
                .isEqualTo(
                        new Post(
                                "9",
                                ManualClock.START,
                                null,
                                "t",
                                null,
                                null,
                                false,
                                null,
                                null,
                                null,
                                null,
                                "x"));
    }

    @ParameterizedTest
    @CsvSource({"en,en", "und,", "qme,", "qst,", "zxx,zxx", "zh-TW,zh-TW", "quz,quz"})
    void codesThatAreNoLanguageAreLeftOut(String lang, @Nullable String expected) {
        Post post =
                read("{\"data\":{\"id\":\"9\",\"text\":\"t\",\"lang\":\"%s\"}}".formatted(lang));

        assertThat(post).extracting(Post::lang).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"data\":{\"id\":\"9\"}}'",
        "'{\"data\":{\"text\":\"t\"}}'",
        "'{\"data\":{\"id\":\"9\",\"text\":7}}'"
    })
    void aPostWithoutIdOrTextIsNone(String message) {
        assertThat(read(message)).isNull();
    }

    private static @Nullable Post read(String message) {
        try {
            var json = PostJson.read(message);
            return new XPosts(new ManualClock()).read(json.path("data"), XPosts.Includes.of(json));
        } catch (PostJson.NotAnObjectException e) {
            throw new AssertionError(e);
        }
    }
}
