package dev.kinescope.producer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.producer.ManualClock;
import dev.kinescope.producer.source.PostSource.Item;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;

class ReplaySourceTest {
    private static final String THREE =
            """
            {"id":"a","text":"tram"}

            broken
            {"id":"b","text":"bus"}
            {"id":"c","text":"tram"}
            """;

    @Test
    void withoutACountTheFileIsReadOnce() throws IOException {
        assertThat(read(from(THREE, "", OptionalLong.empty())))
                .containsExactly("a", "3: not JSON", "b", "c");
    }

    @Test
    void aSmallerCountStopsEarly() throws IOException {
        assertThat(read(from(THREE, "", OptionalLong.of(2))))
                .containsExactly("a", "3: not JSON", "b");
    }

    @Test
    void aLargerCountStartsOverAndTellsMalformedLinesOnce() throws IOException {
        assertThat(read(from(THREE, "", OptionalLong.of(7))))
                .containsExactly("a", "3: not JSON", "b", "c", "a~1", "b~1", "c~1", "a~2");
    }

    @Test
    void theKeywordsPostsMakeUpTheCount() throws IOException {
        assertThat(read(from(THREE, "tram", OptionalLong.of(3))))
                .containsExactly("a", "3: not JSON", "filtered", "c", "a~1");
    }

    @Test
    void aFileWithoutAnyPostEndsThoughMoreIsWanted() throws IOException {
        assertThat(read(from("broken\n\n[]\n", "", OptionalLong.of(5))))
                .containsExactly("1: not JSON", "3: not a JSON object");
        assertThat(read(from(THREE, "zeppelin", OptionalLong.of(5))))
                .containsExactly("filtered", "3: not JSON", "filtered", "filtered");
        assertThat(read(from("", "", OptionalLong.of(5)))).isEmpty();
    }

    @Test
    void continuedAtEveryPositionItReadsTheSame() throws IOException {
        var wanted = read(from(THREE, "", OptionalLong.of(11)));
        var slices = new ArrayList<String>();
        var source = from(THREE, "", OptionalLong.of(11));
        for (var item = source.next(Duration.ZERO);
                item != null;
                item = source.next(Duration.ZERO)) {
            slices.add(name(item));
            source = from(THREE, "", OptionalLong.of(11)).continuedFrom(source.position());
        }

        assertThat(slices).isEqualTo(wanted);
    }

    @Test
    void aPositionOfAnotherFileOrNoneIsRefused() {
        var position = ReplaySource.from(text("other", ""), Wanted.allWith(""), clock());
        var source = from(THREE, "", OptionalLong.empty());

        assertThatThrownBy(() -> source.continuedFrom(position.position()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("belongs to other, not to file");
        for (String broken : List.of("!", "bm8", "e30", "bnVsbA", "")) {
            assertThatThrownBy(() -> source.continuedFrom(broken))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theBundledPostsAreAllPostsWithIdsOfTheirOwn() throws IOException {
        var ids = read(ReplaySource.from(new BundledPosts(), Wanted.allWith(""), clock()));

        assertThat(ids).hasSizeGreaterThan(400).allMatch(id -> id.startsWith("p-"));
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }

    @Test
    void theBundledPostsCanBeContinued() throws IOException {
        var source = ReplaySource.from(new BundledPosts(), Wanted.allWith(""), clock());
        for (int i = 0; i < 200; i++) {
            source.next(Duration.ZERO);
        }
        var rest =
                ReplaySource.from(new BundledPosts(), Wanted.allWith(""), clock())
                        .continuedFrom(source.position());

        assertThat(name(rest.next(Duration.ZERO))).isEqualTo("p-0201");
    }

    @Test
    void retweetsAreSkippedWhereTheyAreNotWanted() throws IOException {
        String file =
                """
                {"id":"a","text":"t","retweeted":true}
                {"id":"b","text":"t","retweeted":false}
                {"id":"c","text":"t","retweeted":null}
                """;
        var wanted = new Wanted("", false, OptionalLong.empty());

        assertThat(read(ReplaySource.from(text("file", file), wanted, clock())))
                .containsExactly("skipped: RETWEET", "b", "c");
    }

    @Test
    void aReplayThatIsStoppedGivesNothingMoreAndKnowsWhereItWas() throws IOException {
        var source = from(THREE, "", OptionalLong.empty());
        source.next(Duration.ZERO);
        source.stop();

        assertThat(source.next(Duration.ZERO)).isNull();
        assertThat(read(from(THREE, "", OptionalLong.empty()).continuedFrom(source.position())))
                .containsExactly("3: not JSON", "b", "c");
    }

    private static ReplaySource from(String file, String keyword, OptionalLong count) {
        return ReplaySource.from(text("file", file), new Wanted(keyword, true, count), clock());
    }

    private static ManualClock clock() {
        return new ManualClock();
    }

    private static List<String> read(ReplaySource source) throws IOException {
        var names = new ArrayList<String>();
        for (var item = source.next(Duration.ZERO);
                item != null;
                item = source.next(Duration.ZERO)) {
            names.add(name(item));
        }
        return names;
    }

    private static String name(Item item) {
        return switch (item) {
            case Item.Found found -> found.post().partitionKey();
            case Item.Filtered _ -> "filtered";
            case Item.Malformed(long line, String reason) -> line + ": " + reason;
            case Item.Skipped(var reason) -> "skipped: " + reason;
            case Item.Quiet() -> "quiet";
        };
    }

    private static PostFile text(String name, String content) {
        return new PostFile() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream openAt(long offset) throws IOException {
                var in = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
                in.skipNBytes(offset);
                return in;
            }
        };
    }
}
