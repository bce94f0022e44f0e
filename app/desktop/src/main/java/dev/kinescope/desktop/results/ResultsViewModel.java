package dev.kinescope.desktop.results;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.RunningTask;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.results.BrokenLine;
import dev.kinescope.pipeline.results.ObjectPage;
import dev.kinescope.pipeline.results.Results;
import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.results.StoredObject;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The chosen objects, the posts in them, the filter, and what the shown posts say together. */
public final class ResultsViewModel {
    /** Objects read at once at the most; a larger choice shows its newest and says so. */
    static final int MOST_OBJECTS = 500;

    private static final long MOST_BYTES = 256L * 1000 * 1000;

    /** What a line above the posts says about the choice. */
    record Reading(Instant at, int objects, int leftOut, long bytes, List<BrokenLine> broken) {}

    private final Background background;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<Optional<ResultsSource>> source =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<ScoredPost> posts = FXCollections.observableArrayList();
    private final FilteredList<ScoredPost> shown = new FilteredList<>(posts);
    private final ObjectProperty<PostFilter> filter = new SimpleObjectProperty<>(PostFilter.ALL);
    private final ReadOnlyObjectWrapper<Digest> digest =
            new ReadOnlyObjectWrapper<>(Digest.of(List.of()));
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper loadingNote = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Reading>> reading =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private @Nullable RunningTask task;
    private long choice;
    private long digests;

    public ResultsViewModel(Background background, Clock clock) {
        this.background = background;
        this.clock = clock;
        filter.subscribe(wanted -> {
            shown.setPredicate(wanted);
            refreshDigest();
        });
    }

    /** The bucket of the present connection; empty until it is known. */
    public ReadOnlyObjectProperty<Optional<ResultsSource>> sourceProperty() {
        return source.getReadOnlyProperty();
    }

    /** The posts that pass the filter. */
    public ObservableList<ScoredPost> shownPosts() {
        return shown;
    }

    /** Whether any post has been read, filter or not. */
    public boolean hasPosts() {
        return !posts.isEmpty();
    }

    ObjectProperty<PostFilter> filterProperty() {
        return filter;
    }

    ReadOnlyObjectProperty<Digest> digestProperty() {
        return digest.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Reading>> readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /** How many lines, duplicates and broken lines are shown. */
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /** What is being read and how far. */
    public ReadOnlyStringProperty loadingNoteProperty() {
        return loadingNote.getReadOnlyProperty();
    }

    /** What went wrong last. */
    public ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Works on this bucket from now on, and shows its delivered posts. */
    public void use(ResultsSource next) {
        source.set(Optional.of(next));
        filter.set(PostFilter.ALL);
        choose(List.of(next.postsPrefix()));
    }

    /** Forgets the bucket and its posts. */
    public void forget() {
        choice++;
        cancel();
        source.set(Optional.empty());
        posts.clear();
        reading.set(Optional.empty());
        problem.set(Optional.empty());
        refreshDigest();
    }

    /** Says why there is no bucket to show. */
    public void cannotUse(Exception failure) {
        problem.set(Optional.of(AwsProblem.of("Open the result bucket", "", failure)));
    }

    /** Lists one page of a folder, for the tree. */
    public void expand(String prefix, Optional<String> next, Consumer<ObjectPage> show) {
        source.get()
                .ifPresent(bucket ->
                        background.load(
                                () -> bucket.list(prefix, next),
                                show,
                                failure -> failed("List the objects", prefix, failure)));
    }

    /** Reads everything that was chosen: keys of objects, and folders ending in a slash. */
    public void choose(List<String> keysAndFolders) {
        if (source.get().isEmpty() || keysAndFolders.isEmpty()) {
            return;
        }
        ResultsSource bucket = source.get().get();
        if (task != null) {
            task.cancel();
        }
        long mine = ++choice;
        loading.set(true);
        loadingNote.set("Listing " + String.join(", ", keysAndFolders));
        problem.set(Optional.empty());
        task =
                background.run(
                        "Read results",
                        progress -> {
                            List<StoredObject> all = objects(bucket, keysAndFolders);
                            List<String> newest = newest(all);
                            Results results =
                                    bucket.read(
                                            newest,
                                            (read, of, lines) -> {
                                                String words =
                                                        "Reading "
                                                                + Numbers.counted(of, "object")
                                                                + ": "
                                                                + read
                                                                + " of "
                                                                + of;
                                                progress.update((double) read / of, words);
                                                background.onUi(() -> {
                                                    if (mine == choice) {
                                                        loadingNote.set(words);
                                                    }
                                                });
                                            });
                            return new Chosen(results, all.size() - newest.size());
                        },
                        chosen -> {
                            if (mine == choice) {
                                show(chosen);
                            }
                        },
                        failure -> {
                            if (mine == choice) {
                                loading.set(false);
                                failed(
                                        "Read the results",
                                        String.join(", ", keysAndFolders),
                                        failure);
                            }
                        });
    }

    /** Reads the same choice's newest state: the delivered posts. */
    public void refresh() {
        source.get().ifPresent(bucket -> choose(List.of(bucket.postsPrefix())));
    }

    /** Stops reading. */
    public void cancel() {
        if (task != null) {
            task.cancel();
            loading.set(false);
        }
    }

    /** Shows only posts that hold this text. */
    public void search(String text) {
        filter.set(filter.get().withText(text));
    }

    /** Shows only posts of this sentiment; the same once more shows all again. */
    public void toggle(Sentiment sentiment) {
        Optional<Sentiment> wanted = Optional.of(sentiment);
        filter.set(
                filter.get()
                        .withSentiment(
                                filter.get().sentiment().equals(wanted)
                                        ? Optional.empty()
                                        : wanted));
    }

    private record Chosen(Results results, int leftOut) {}

    /** What was chosen, oldest first; objects chosen one by one come with size and time unknown. */
    private static List<StoredObject> objects(ResultsSource bucket, List<String> keysAndFolders)
            throws Exception {
        var found = new LinkedHashMap<String, StoredObject>();
        for (String each : keysAndFolders) {
            if (each.endsWith("/") || each.isEmpty()) {
                bucket.newest(each, MOST_OBJECTS + 1)
                        .forEach(object -> found.put(object.key(), object));
            } else {
                found.putIfAbsent(each, new StoredObject(each, 0, Instant.EPOCH));
            }
        }
        return found.values().stream()
                .sorted(
                        Comparator.comparing(StoredObject::lastModified)
                                .thenComparing(StoredObject::key))
                .toList();
    }

    /** The newest of them, within the bounds, oldest first. */
    private static List<String> newest(List<StoredObject> all) {
        var keys = new ArrayDeque<String>();
        long bytes = 0;
        for (StoredObject object : all.reversed()) {
            bytes += object.bytes();
            if (keys.size() == MOST_OBJECTS || (!keys.isEmpty() && bytes > MOST_BYTES)) {
                break;
            }
            keys.addFirst(object.key());
        }
        return List.copyOf(keys);
    }

    private void show(Chosen chosen) {
        Results results = chosen.results();
        loading.set(false);
        // Newest lines first, as a person expects of posts.
        posts.setAll(results.posts().reversed());
        reading.set(
                Optional.of(
                        new Reading(
                                clock.instant(),
                                results.objects(),
                                chosen.leftOut(),
                                results.bytes(),
                                results.broken())));
        refreshDigest();
    }

    private void refreshDigest() {
        List<ScoredPost> now = List.copyOf(shown);
        long mine = ++digests;
        background.load(
                () -> Digest.of(now),
                made -> {
                    if (mine == digests) {
                        digest.set(made);
                        note.set(describe(made, now.size()));
                    }
                },
                failure -> failed("Count the posts", "", failure));
    }

    private String describe(Digest made, long lines) {
        long broken = reading.get().map(r -> (long) r.broken().size()).orElse(0L);
        int leftOut = reading.get().map(Reading::leftOut).orElse(0);
        String words =
                Numbers.counted(lines, "line")
                        + " · "
                        + Numbers.counted(made.duplicates(), "duplicate")
                        + " · "
                        + Numbers.counted(broken, "broken line");
        return leftOut == 0
                ? words
                : words
                        + " · "
                        + (leftOut > 0
                                ? "older objects are not read: choose them in the tree"
                                : "");
    }

    private void failed(String doing, String resource, Exception failure) {
        if (!AwsProblem.isCancellation(failure)) {
            problem.set(Optional.of(AwsProblem.of(doing, resource, failure)));
        }
    }
}
