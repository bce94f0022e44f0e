package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Polling;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.streams.ShardSample;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What the Shards view shows and can do: watches one stream while the view is in front. */
final class ShardsViewModel {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** What there is to show. */
    enum Phase {
        DISCONNECTED,
        LOADING,
        MISSING,
        WATCHING
    }

    private record Names(List<String> all, String preferred) {}

    private final Background background;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(Phase.DISCONNECTED);
    private final ReadOnlyObjectWrapper<Optional<Round.Watched>> round =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper stream = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper chosenShard = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<RecordRow>> chosenRecord =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper readingOlder = new ReadOnlyBooleanWrapper();
    private final BooleanProperty paused = new SimpleBooleanProperty();
    private final ObservableList<String> streams = FXCollections.observableArrayList();
    // One view for good: listeners are held weakly by the view they were added to.
    private final ObservableList<String> streamsView =
            FXCollections.unmodifiableObservableList(streams);
    private final ObservableList<ShardRow> shards = FXCollections.observableArrayList();
    private final ObservableList<ShardRow> shardsView =
            FXCollections.unmodifiableObservableList(shards);
    private final ObservableList<RecordRow> records = FXCollections.observableArrayList();
    private final ObservableList<RecordRow> recordsView =
            FXCollections.unmodifiableObservableList(records);
    private @Nullable AccountStreams account;
    private @Nullable ShardWatch watch;
    private @Nullable Polling polling;
    private boolean shown;

    ShardsViewModel(Background background, Clock clock) {
        this.background = background;
        this.clock = clock;
        paused.addListener((_, _, _) -> startOrStop());
    }

    /** What there is to show. */
    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /** The newest round; empty before the first. */
    ReadOnlyObjectProperty<Optional<Round.Watched>> roundProperty() {
        return round.getReadOnlyProperty();
    }

    /** Why the last round failed; empty once one succeeds. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** The stream that is watched; empty before its name is known. */
    ReadOnlyStringProperty streamProperty() {
        return stream.getReadOnlyProperty();
    }

    /** The streams to choose from. */
    ObservableList<String> streams() {
        return streamsView;
    }

    /** The stream's shards. */
    ObservableList<ShardRow> shards() {
        return shardsView;
    }

    /** The shard whose records are shown; empty before the first round. */
    ReadOnlyStringProperty chosenShardProperty() {
        return chosenShard.getReadOnlyProperty();
    }

    /** The chosen shard's last records, newest first. */
    ObservableList<RecordRow> records() {
        return recordsView;
    }

    /** The record that is shown whole. */
    ReadOnlyObjectProperty<Optional<RecordRow>> chosenRecordProperty() {
        return chosenRecord.getReadOnlyProperty();
    }

    /** Whether older records are being read just now. */
    ReadOnlyBooleanProperty readingOlderProperty() {
        return readingOlder.getReadOnlyProperty();
    }

    /** Whether the view stands still: nothing is asked. */
    BooleanProperty pausedProperty() {
        return paused;
    }

    /** Watches that account's pipeline stream from now on. */
    void use(AccountStreams next) {
        account = next;
        streams.clear();
        watch(null, "");
        phase.set(Phase.LOADING);
        if (shown) {
            loadNames(next);
        }
    }

    /** The view came to the front. */
    void shown() {
        shown = true;
        AccountStreams current = account;
        if (current != null) {
            loadNames(current);
        }
        startOrStop();
    }

    /** The view went to the back. */
    void hidden() {
        shown = false;
        startOrStop();
    }

    /** Watches another stream of the account. */
    void chooseStream(String name) {
        AccountStreams current = account;
        if (current != null && !name.isEmpty() && !name.equals(stream.get())) {
            watch(new ShardWatch(current.watch(name), clock), name);
            phase.set(Phase.LOADING);
            startOrStop();
        }
    }

    /** Shows the records of a shard, those of the last minutes too. */
    void chooseShard(String shardId) {
        ShardWatch current = watch;
        if (current == null || shardId.isEmpty() || shardId.equals(chosenShard.get())) {
            return;
        }
        current.choose(shardId);
        chosenShard.set(shardId);
        records.clear();
        chosenRecord.set(Optional.empty());
        read(current, shardId, () -> current.recent(shardId));
    }

    /** Shows a record whole. */
    void chooseRecord(RecordRow row) {
        chosenRecord.set(Optional.of(row));
    }

    /** Reads the chosen shard from its oldest kept record, as far as the last 200. */
    void readFromTheOldest() {
        ShardWatch current = watch;
        String shardId = chosenShard.get();
        if (current != null && !shardId.isEmpty() && !readingOlder.get()) {
            read(current, shardId, () -> current.fromTheOldest(shardId));
        }
    }

    /** Asks again at once after a failure. */
    void tryAgain() {
        ShardWatch current = watch;
        AccountStreams streamsOfAccount = account;
        if (current != null) {
            background.load(
                    () -> {
                        current.tryAgain();
                        return true;
                    },
                    _ -> {},
                    this::failed);
        } else if (streamsOfAccount != null) {
            loadNames(streamsOfAccount);
        }
    }

    private void loadNames(AccountStreams from) {
        background.load(
                () -> new Names(from.names(), from.preferred()),
                names -> {
                    if (from.equals(account)) {
                        showNames(names);
                    }
                },
                this::failed);
    }

    private void showNames(Names names) {
        if (!streams.equals(names.all())) {
            streams.setAll(names.all());
        }
        if (stream.get().isEmpty()) {
            chooseStream(names.preferred());
        }
    }

    private void watch(@Nullable ShardWatch next, String name) {
        stop();
        watch = next;
        stream.set(name);
        round.set(Optional.empty());
        problem.set(Optional.empty());
        shards.clear();
        records.clear();
        chosenShard.set("");
        chosenRecord.set(Optional.empty());
        readingOlder.set(false);
    }

    private void startOrStop() {
        ShardWatch current = watch;
        if (current == null || !shown || paused.get()) {
            stop();
        } else if (polling == null) {
            polling = background.poll(EVERY, current::gather, this::show, this::failed);
        }
    }

    private void stop() {
        Polling running = polling;
        if (running != null) {
            running.stop();
            polling = null;
        }
    }

    private void show(Round next) {
        switch (next) {
            case Round.Waiting _ -> {
                // The failure stays on screen until a round succeeds.
            }
            case Round.Missing _ -> {
                problem.set(Optional.empty());
                phase.set(Phase.MISSING);
            }
            case Round.Watched watched -> {
                problem.set(Optional.empty());
                Lists.replace(shards, watched.shards());
                round.set(Optional.of(watched));
                phase.set(Phase.WATCHING);
                if (watched.records().shardId().equals(chosenShard.get())) {
                    showRecords(watched.records().rows());
                }
                if (chosenShard.get().isEmpty()) {
                    chooseFirst(watched);
                }
            }
        }
    }

    /** The hottest shard is what a person comes for; else the first open one. */
    private void chooseFirst(Round.Watched watched) {
        watched.warning()
                .map(HotShards.Warning::shardId)
                .or(() ->
                        shards.stream()
                                .filter(row -> row.sample().state() == ShardSample.State.OPEN)
                                .findFirst()
                                .map(ShardRow::id))
                .ifPresent(this::chooseShard);
    }

    private void read(ShardWatch from, String shardId, Callable<Round.ShardRecords> work) {
        readingOlder.set(true);
        background.load(
                work,
                found -> {
                    if (from == watch && shardId.equals(chosenShard.get())) {
                        readingOlder.set(false);
                        showRecords(found.rows());
                    }
                },
                failure -> {
                    if (from == watch) {
                        readingOlder.set(false);
                        failed(failure);
                    }
                });
    }

    private void showRecords(List<RecordRow> newestFirst) {
        Lists.replaceNewestFirst(records, newestFirst, RecordRow::sequenceNumber);
        if (chosenRecord.get().isEmpty() && !records.isEmpty()) {
            chosenRecord.set(Optional.of(records.getFirst()));
        }
    }

    private void failed(Exception failure) {
        if (!AwsProblem.isCancellation(failure)) {
            problem.set(Optional.of(AwsProblem.of("Watch the stream", stream.get(), failure)));
        }
    }
}
