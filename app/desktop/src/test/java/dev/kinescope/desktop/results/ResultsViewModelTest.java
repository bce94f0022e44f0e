package dev.kinescope.desktop.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.pipeline.results.BrokenLine;
import dev.kinescope.pipeline.results.ObjectPage;
import dev.kinescope.pipeline.results.ResultReader;
import dev.kinescope.pipeline.results.Results;
import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.results.SentimentCounts;
import dev.kinescope.pipeline.results.StoredObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

class ResultsViewModelTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:05:20Z");

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Background background = new Background(Runnable::run, clock);
    private final ResultsViewModel model = new ResultsViewModel(background, clock);
    private final FakeBucket bucket = new FakeBucket();

    @AfterEach
    void close() {
        background.close();
    }

    @Test
    void theNewestDeliveredPostsShowFirstWithTheirShares() {
        bucket.objects.add(object("posts/new", NOW));
        bucket.objects.add(object("posts/old", NOW.minusSeconds(60)));

        model.use(bucket);

        await().until(background::isIdle);
        assertThat(bucket.asked).containsExactly("posts/old", "posts/new");
        assertThat(model.shownPosts()).extracting(ScoredPost::id).containsExactly("new", "old");
        assertThat(model.digestProperty().get().counts())
                .isEqualTo(new SentimentCounts(2, 0, 0, 0, 0));
        assertThat(model.noteProperty().get()).isEqualTo("2 lines · 0 duplicates · 1 broken line");
    }

    @Test
    void aPressOnASentimentNarrowsAndTheSamePressWidensAgain() {
        bucket.objects.add(object("posts/one", NOW));
        model.use(bucket);
        await().until(background::isIdle);

        model.toggle(Sentiment.NEGATIVE);
        await().until(background::isIdle);
        assertThat(model.shownPosts()).isEmpty();
        assertThat(model.hasPosts()).isTrue();
        assertThat(model.digestProperty().get().counts()).isEqualTo(SentimentCounts.NONE);

        model.toggle(Sentiment.NEGATIVE);
        await().until(background::isIdle);
        assertThat(model.shownPosts()).hasSize(1);
    }

    @Test
    void aSearchLooksInTextsAndHandles() {
        bucket.objects.add(object("posts/one", NOW));
        model.use(bucket);
        await().until(background::isIdle);

        model.search("TRAM");
        assertThat(model.shownPosts()).hasSize(1);
        model.search("@lea");
        assertThat(model.shownPosts()).hasSize(1);
        model.search("harbour");
        assertThat(model.shownPosts()).isEmpty();
    }

    @Test
    void tooManyObjectsShowTheNewestAndSayHowManyAreLeftOut() {
        for (int i = 0; i < ResultsViewModel.MOST_OBJECTS + 7; i++) {
            bucket.objects.add(object("posts/" + i, NOW.minusSeconds(10_000 - i)));
        }

        model.use(bucket);

        await().until(background::isIdle);
        assertThat(bucket.asked)
                .hasSize(ResultsViewModel.MOST_OBJECTS)
                .doesNotContain("posts/6")
                .contains("posts/7");
        assertThat(model.noteProperty().get())
                .endsWith("older objects are not read: choose them in the tree");
    }

    @Test
    void anotherConnectionLeavesNothingOfTheOneBefore() {
        bucket.objects.add(object("posts/one", NOW));
        model.use(bucket);
        await().until(background::isIdle);

        model.forget();

        await().until(background::isIdle);
        assertThat(model.shownPosts()).isEmpty();
        assertThat(model.sourceProperty().get()).isEmpty();
        assertThat(model.digestProperty().get().counts()).isEqualTo(SentimentCounts.NONE);
    }

    @Test
    void aBucketThatCannotBeReadSaysSoAndKeepsWhatIsShown() {
        bucket.objects.add(object("posts/one", NOW));
        model.use(bucket);
        await().until(background::isIdle);

        bucket.broken = true;
        model.refresh();

        await().until(background::isIdle);
        assertThat(model.problemProperty().get().orElseThrow().doing())
                .isEqualTo("Read the results");
        assertThat(model.loadingProperty().get()).isFalse();
        assertThat(model.shownPosts()).hasSize(1);
    }

    private static StoredObject object(String key, Instant at) {
        return new StoredObject(key, 100, at);
    }

    private static final class FakeBucket implements ResultsSource {
        private final List<StoredObject> objects = new ArrayList<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private volatile boolean broken;

        @Override
        public String bucket() {
            return "kinescope-results";
        }

        @Override
        public String postsPrefix() {
            return "posts/";
        }

        @Override
        public ObjectPage list(String prefix, Optional<String> next) {
            return new ObjectPage(prefix, List.of(), objects, Optional.empty());
        }

        @Override
        public List<StoredObject> newest(String prefix, int most) throws IOException {
            if (broken) {
                throw new IOException("The bucket does not answer.");
            }
            return objects.stream()
                    .filter(each -> each.key().startsWith(prefix))
                    .sorted(Comparator.comparing(StoredObject::lastModified).reversed())
                    .limit(most)
                    .toList();
        }

        @Override
        public Results read(List<String> keys, ResultReader.Progress progress) {
            asked.addAll(keys);
            List<ScoredPost> posts = keys.stream().map(FakeBucket::post).toList();
            progress.read(keys.size(), keys.size(), posts.size());
            return new Results(
                    posts,
                    List.of(new BrokenLine("posts/one", 3, "not JSON")),
                    keys.size(),
                    100,
                    List.of());
        }

        private static ScoredPost post(String key) {
            return new ScoredPost(
                    key.substring(key.indexOf('/') + 1),
                    Optional.of(NOW),
                    "lea.example",
                    "The tram is back",
                    "en",
                    "",
                    0,
                    0,
                    Optional.of(Sentiment.POSITIVE),
                    Optional.empty(),
                    "",
                    key,
                    1);
        }
    }
}
