package dev.kinescope.desktop.producer;

import dev.kinescope.desktop.controls.ChoiceField;
import dev.kinescope.desktop.controls.FieldRule;
import dev.kinescope.desktop.controls.FormField;
import dev.kinescope.pipeline.producer.Delivery;
import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What shall be sent, as a person edits it, field by field. */
final class ProducerForm {
    private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern S3_URI =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.+");
    private static final int LONGEST_SECONDS = 24 * 3600;

    final ChoiceField<Delivery> delivery = new ChoiceField<>(Delivery.REPLAY);
    final FormField keyword = new FormField(this::keywordProblem);
    final FormField duration = new FormField(FieldRule.wholeNumber(1, LONGEST_SECONDS));
    final FormField stream =
            new FormField(
                    FieldRule.matching(
                            STREAM, "1 to 128 letters, digits, dots, hyphens or underscores."));
    final ChoiceField<PostsSource> posts = new ChoiceField<>(PostsSource.BUNDLED);
    final FormField postsUri = new FormField(this::uriProblem);
    final FormField count = new FormField(FieldRule.wholeNumber(1, 1_000_000_000).orEmpty());
    final FormField rate = new FormField(FieldRule.number(0.1, 1_000_000).orEmpty());

    private final List<FormField> fields =
            List.of(keyword, duration, stream, postsUri, count, rate);
    private final ReadOnlyObjectWrapper<Optional<ProducerSettings>> settings =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<String> function = Optional.empty();

    ProducerForm() {
        duration.begin("600");
        fields.forEach(field -> field.textProperty().subscribe((String _) -> read()));
        delivery.valueProperty().subscribe((Delivery _) -> read());
        posts.valueProperty().subscribe((PostsSource _) -> read());
    }

    /** What the form says; empty while a field is wrong or the function is not known. */
    ReadOnlyObjectProperty<Optional<ProducerSettings>> settingsProperty() {
        return settings.getReadOnlyProperty();
    }

    /** Takes function and stream from the definition, unless the stream was edited here. */
    void begin(PipelineDefinition definition) {
        function = Optional.of(definition.producer().name());
        if (!stream.changedProperty().get()) {
            stream.begin(definition.stream().name());
        }
        read();
    }

    private void read() {
        // These two depend on a choice as well.
        keyword.check();
        postsUri.check();
        settings.set(
                fields.stream().allMatch(FormField::isValid)
                        ? function.map(this::settings)
                        : Optional.empty());
    }

    private ProducerSettings settings(String name) {
        boolean fromS3 = replays() && posts.valueProperty().get() == PostsSource.S3;
        return new ProducerSettings(
                name,
                keyword.value(),
                delivery.valueProperty().get(),
                Duration.ofSeconds(Long.parseLong(duration.value())),
                stream.value(),
                fromS3 ? postsUri.value() : ProducerSettings.BUNDLED,
                count.value().isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(count.value())),
                rate.value().isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Double.parseDouble(rate.value())));
    }

    private boolean replays() {
        return delivery.valueProperty().get() == Delivery.REPLAY;
    }

    private String keywordProblem(String text) {
        return switch (delivery.valueProperty().get()) {
            case REALTIME, SEARCH -> text.isEmpty() ? "X needs a keyword." : "";
            case BLUESKY, REPLAY -> "";
        };
    }

    private String uriProblem(String text) {
        return posts.valueProperty().get() == PostsSource.BUNDLED
                        || !replays()
                        || S3_URI.matcher(text).matches()
                ? ""
                : "s3://BUCKET/KEY of a file with one JSON post a line.";
    }
}
