package dev.kinescope.desktop.provisioning;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Polling;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.PipelineStatus;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Looks at the pipeline's resources again and again while the view is seen. */
final class StatusWatch {
    private static final Duration EVERY = Duration.ofSeconds(3);

    private record Watched(PipelineAccount account, PipelineDefinition definition) {}

    private record Seen(Watched watched, PipelineStatus status) {}

    private final Background background;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<Optional<PipelineStatus>> status =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper caption = new ReadOnlyStringWrapper("");
    private @Nullable Polling polling;
    // Read by the polling thread.
    private volatile Optional<Watched> watched = Optional.empty();

    StatusWatch(Background background, Clock clock) {
        this.background = background;
        this.clock = clock;
    }

    /** Every resource as last looked at. */
    ReadOnlyObjectProperty<Optional<PipelineStatus>> statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** Source and age of the status, or why there is none. */
    ReadOnlyStringProperty captionProperty() {
        return caption.getReadOnlyProperty();
    }

    boolean isOn() {
        return polling != null;
    }

    void start() {
        if (polling == null) {
            polling = background.poll(EVERY, this::look, this::show, this::failed);
        }
    }

    void stop() {
        if (polling != null) {
            polling.stop();
            polling = null;
        }
    }

    /** Looks at this from now on, or at nothing if one of them is not known. */
    void watch(Optional<PipelineAccount> account, Optional<PipelineDefinition> definition) {
        watched = account.flatMap(present -> definition.map(shall -> new Watched(present, shall)));
    }

    /** What was seen in another account says nothing about this one. */
    void forget() {
        status.set(Optional.empty());
        caption.set("");
    }

    private Optional<Seen> look() throws IOException {
        Optional<Watched> now = watched;
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Seen(now.get(), now.get().account().status(now.get().definition())));
    }

    private void show(Optional<Seen> seen) {
        if (seen.isPresent() && seen.map(Seen::watched).equals(watched)) {
            status.set(seen.map(Seen::status));
            caption.set(words(seen.get().status()));
        }
    }

    private void failed(Exception failure) {
        String reason = AwsProblem.of("Look at the resources", "", failure).reason();
        caption.set(
                status.get().map(last -> words(last) + "; since then: " + reason).orElse(reason));
    }

    private String words(PipelineStatus seen) {
        return Source.LISTED_HERE.words()
                + " · "
                + Numbers.ago(Duration.between(seen.at(), clock.instant()));
    }
}
