package dev.kinescope.desktop.functions;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Progress;
import dev.kinescope.desktop.background.RunningTask;
import dev.kinescope.desktop.controls.ChoiceField;
import dev.kinescope.desktop.controls.FieldRule;
import dev.kinescope.desktop.controls.FormField;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.functions.FunctionCode;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Deploying one function: from which code, and how it goes. */
final class Deployment {
    /** Where the code comes from. */
    enum CodeSource {
        BUILT_ZIP,
        OTHER_ZIP,
        IMAGE
    }

    private static final Pattern IMAGE_URI =
            Pattern.compile(
                    "\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?"
                            + "/[a-z0-9][a-z0-9._/-]*(:[\\w][\\w.-]{0,127}|@sha256:[0-9a-f]{64})");

    final ChoiceField<CodeSource> source = new ChoiceField<>(CodeSource.BUILT_ZIP);
    final FormField imageUri =
            new FormField(
                    FieldRule.matching(
                            IMAGE_URI,
                            "ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, or by"
                                    + " @sha256:DIGEST."));

    private final Background background;
    private final Notifications notifications;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<Optional<Path>> otherZip =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper doing = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<FunctionAccount> account = Optional.empty();
    private Optional<FunctionCard> card = Optional.empty();

    Deployment(Background background, Notifications notifications, Clock clock) {
        this.background = background;
        this.notifications = notifications;
        this.clock = clock;
        source.valueProperty().subscribe((CodeSource _) -> judge());
        imageUri.problemProperty().subscribe((String _) -> judge());
    }

    /** The zip that the person chose. */
    ReadOnlyObjectProperty<Optional<Path>> otherZipProperty() {
        return otherZip.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** What deploying does now, or what it came to last. */
    ReadOnlyStringProperty doingProperty() {
        return doing.getReadOnlyProperty();
    }

    /** Why it cannot be deployed from the chosen code; empty if it can. */
    ReadOnlyStringProperty refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Another connection: what happened on the one before says nothing here. */
    void use(Optional<FunctionAccount> next) {
        account = next;
        card = Optional.empty();
        doing.set("");
        problem.set(Optional.empty());
        judge();
    }

    void show(FunctionCard now) {
        card = Optional.of(now);
        judge();
    }

    /** Deploys this zip from now on. */
    void choose(Path zip) {
        otherZip.set(Optional.of(zip));
        source.valueProperty().set(CodeSource.OTHER_ZIP);
        judge();
    }

    /** Creates or updates the function from the chosen code; nothing if that cannot be. */
    void deploy() {
        judge();
        if (busy.get() || !refusal.get().isEmpty() || account.isEmpty() || card.isEmpty()) {
            return;
        }
        FunctionAccount present = account.get();
        FunctionCard what = card.get();
        FunctionCode code = code(what);
        Instant start = clock.instant();
        busy.set(true);
        problem.set(Optional.empty());
        doing.set("starting");
        String title = "Deploy " + what.spec().name();
        RunningTask task =
                background.run(
                        title,
                        progress ->
                                present.deploy(
                                        what.spec(),
                                        code,
                                        step -> {
                                            progress.update(Progress.UNKNOWN, step);
                                            background.onUi(() -> doing.set(step));
                                        }),
                        details -> {
                            String time =
                                    Numbers.duration(Duration.between(start, clock.instant()));
                            end("Deployed in " + time + ", measured here");
                            notifications.done(
                                    title + ": done",
                                    Numbers.bytes(details.codeBytes())
                                            + ", "
                                            + details.state()
                                            + " after "
                                            + time,
                                    Destination.FUNCTIONS);
                        },
                        failure -> {
                            end("");
                            AwsProblem why =
                                    AwsProblem.of(
                                            "Deploy the function", what.spec().name(), failure);
                            problem.set(Optional.of(why));
                            notifications.failed(title + " failed", why.reason());
                        });
        task.stateProperty()
                .subscribe(state -> {
                    if (state == RunningTask.State.CANCELLED) {
                        end("Stopped; Lambda may still finish what was asked of it");
                    }
                });
    }

    private void end(String outcome) {
        busy.set(false);
        doing.set(outcome);
    }

    private FunctionCode code(FunctionCard what) {
        return switch (source.valueProperty().get()) {
            case BUILT_ZIP -> new FunctionCode.Zip(what.builtZip());
            case OTHER_ZIP -> new FunctionCode.Zip(otherZip.get().orElseThrow());
            case IMAGE -> new FunctionCode.Image(imageUri.value());
        };
    }

    private void judge() {
        refusal.set(
                switch (source.valueProperty().get()) {
                    case BUILT_ZIP -> {
                        boolean missing = card.isPresent() && card.get().builtBytes().isEmpty();
                        yield missing
                                ? "The zip is not built yet: " + card.get().builtZip()
                                : packageRefusal("Image", "a container image, not a zip");
                    }
                    case OTHER_ZIP ->
                            otherZip.get().isEmpty()
                                    ? "Choose a zip first."
                                    : packageRefusal("Image", "a container image, not a zip");
                    case IMAGE ->
                            imageUri.isValid()
                                    ? packageRefusal("Zip", "a zip, not a container image")
                                    : "Name the image first.";
                });
    }

    /** Lambda never changes the kind of package of a function. */
    private String packageRefusal(String unlike, String words) {
        boolean other =
                card.flatMap(FunctionCard::details)
                        .filter(now -> now.packageType().equalsIgnoreCase(unlike))
                        .isPresent();
        return other
                ? "The function there is "
                        + words
                        + ", and Lambda cannot change that: tear it down first."
                : "";
    }
}
