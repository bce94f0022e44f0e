package dev.kinescope.desktop.functions;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.functions.Invocation;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one function printed: in the last invocation, or last of all in its log group. */
final class LogDesk {
    private static final int MOST_LINES = 200;

    private final Background background;
    private final Clock clock;
    private final ObservableList<LogEntry> entries = FXCollections.observableArrayList();
    // One view for good: listeners are held weakly by the view they were added to.
    private final ObservableList<LogEntry> view = FXCollections.unmodifiableObservableList(entries);
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<FunctionAccount> account = Optional.empty();
    private Optional<FunctionCard> card = Optional.empty();
    private Optional<Instant> readAt = Optional.empty();
    private String what = "";

    LogDesk(Background background, Clock clock) {
        this.background = background;
        this.clock = clock;
    }

    /** Oldest first. */
    ObservableList<LogEntry> entries() {
        return view;
    }

    /** Which lines these are, their source and age. */
    ReadOnlyStringProperty captionProperty() {
        return caption.getReadOnlyProperty();
    }

    /** Why the log group could not be read. */
    ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    void use(Optional<FunctionAccount> next) {
        account = next;
        card = Optional.empty();
        entries.clear();
        problem.set(Optional.empty());
        readAt = Optional.empty();
        what = "";
        tick();
    }

    void show(FunctionCard now) {
        card = Optional.of(now);
        tick();
    }

    /** Shows the tail that came with an answer. */
    void show(Invocation invocation) {
        problem.set(Optional.empty());
        entries.setAll(LogEntry.ofTail(invocation.logTail()));
        what = "this invocation";
        readAt = Optional.of(clock.instant());
        tick();
    }

    /** Reads the newest lines of the log group in place of what is shown. */
    void readGroup() {
        if (account.isEmpty() || card.isEmpty()) {
            return;
        }
        FunctionAccount present = account.get();
        String name = card.get().spec().name();
        background.load(
                () -> present.recentLogs(name, MOST_LINES),
                lines -> {
                    if (account.equals(Optional.of(present))) {
                        problem.set(Optional.empty());
                        entries.setAll(LogEntry.ofGroup(lines));
                        what = "newest " + Numbers.counted(lines.size(), "line");
                        readAt = Optional.of(clock.instant());
                        tick();
                    }
                },
                failure ->
                        problem.set(
                                Optional.of(
                                        AwsProblem.of(
                                                "Read the log group",
                                                card.map(now -> now.spec().logGroup()).orElse(name),
                                                failure))));
    }

    /** Says anew how old the lines are. */
    void tick() {
        List<String> parts =
                readAt.map(at ->
                                List.of(
                                        what,
                                        Source.FUNCTION_LOG.words(),
                                        Numbers.ago(Duration.between(at, clock.instant()))))
                        .orElse(List.of("nothing read yet"));
        caption.set(String.join(" · ", parts));
    }

    /** The lines as text, to copy. */
    String text() {
        return String.join("\n", entries.stream().map(LogEntry::text).toList());
    }
}
