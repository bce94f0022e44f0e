package dev.kinescope.desktop.provisioning;

import dev.kinescope.desktop.controls.ChoiceField;
import dev.kinescope.desktop.controls.FieldRule;
import dev.kinescope.desktop.controls.FormField;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition.Compression;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.StreamDefinition;
import dev.kinescope.pipeline.provisioning.StreamDefinition.Mode;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The definition as a person edits it, field by field, each with what is wrong with it. */
final class DefinitionForm {
    private static final String NEW_BACKUP_PREFIX = "raw/!{timestamp:yyyy/MM/dd/HH}/";

    final FormField streamName =
            new FormField(
                    FieldRule.matching(
                            Pattern.compile("[a-zA-Z0-9_.-]{1,128}"),
                            "1 to 128 letters, digits, dots, hyphens or underscores."));
    final ChoiceField<Mode> mode = new ChoiceField<>(Mode.PROVISIONED);
    final FormField shards = new FormField(this::shardsProblem);
    final FormField retentionHours = new FormField(FieldRule.wholeNumber(24, 8760));
    final FormField deliveryName =
            new FormField(
                    FieldRule.matching(
                            Pattern.compile("[a-zA-Z0-9_.-]{1,64}"),
                            "1 to 64 letters, digits, dots, hyphens or underscores."));
    final FormField bucket = new FormField(DeliveryRules::bucketProblem);
    final FormField bufferMiB = new FormField(FieldRule.wholeNumber(1, 128));
    final FormField bufferSeconds = new FormField(FieldRule.wholeNumber(0, 900));
    final FormField processorMB = new FormField(FieldRule.number(0.2, 3));
    final FormField processorSeconds = new FormField(FieldRule.wholeNumber(0, 900));
    final ChoiceField<Compression> compression = new ChoiceField<>(Compression.UNCOMPRESSED);
    final FormField prefix = new FormField(DeliveryRules::prefixProblem);
    final FormField errorPrefix =
            new FormField(text -> DeliveryRules.errorPrefixProblem(text, prefix.value()));
    final ChoiceField<Boolean> rawBackup = new ChoiceField<>(false);
    final FormField rawBackupPrefix = new FormField(this::rawBackupProblem);

    private final List<FormField> fields =
            List.of(
                    streamName,
                    shards,
                    retentionHours,
                    deliveryName,
                    bucket,
                    bufferMiB,
                    bufferSeconds,
                    processorMB,
                    processorSeconds,
                    prefix,
                    errorPrefix,
                    rawBackupPrefix);
    private final ReadOnlyObjectWrapper<Optional<PipelineDefinition>> definition =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper filled = new ReadOnlyBooleanWrapper();
    private Optional<PipelineDefinition> beginning = Optional.empty();
    private boolean filling;

    DefinitionForm() {
        fields.forEach(field -> field.textProperty().subscribe((String _) -> read()));
        mode.valueProperty().subscribe((Mode _) -> read());
        compression.valueProperty().subscribe((Compression _) -> read());
        rawBackup
                .valueProperty()
                .subscribe(on -> {
                    if (on && rawBackupPrefix.value().isEmpty()) {
                        rawBackupPrefix.textProperty().set(NEW_BACKUP_PREFIX);
                    }
                    read();
                });
    }

    /** What the form says; empty while a field is wrong or before it was filled. */
    ReadOnlyObjectProperty<Optional<PipelineDefinition>> definitionProperty() {
        return definition.getReadOnlyProperty();
    }

    /** Whether it says something else than what it began with. */
    ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /** Whether it has begun with a definition. */
    ReadOnlyBooleanProperty filledProperty() {
        return filled.getReadOnlyProperty();
    }

    /** Begins with a definition, from which changes are marked. */
    void begin(PipelineDefinition start) {
        beginning = Optional.of(start);
        filling = true;
        StreamDefinition stream = start.stream();
        DeliveryDefinition delivery = start.delivery();
        streamName.begin(stream.name());
        mode.begin(stream.mode());
        shards.begin(Integer.toString(stream.shards()));
        retentionHours.begin(Integer.toString(stream.retentionHours()));
        deliveryName.begin(delivery.name());
        bucket.begin(delivery.bucket());
        bufferMiB.begin(Integer.toString(delivery.bufferMiB()));
        bufferSeconds.begin(Integer.toString(delivery.bufferSeconds()));
        processorMB.begin(plain(delivery.processorBufferMB()));
        processorSeconds.begin(Integer.toString(delivery.processorBufferSeconds()));
        compression.begin(delivery.compression());
        prefix.begin(delivery.prefix());
        errorPrefix.begin(delivery.errorPrefix());
        rawBackup.begin(delivery.rawBackupPrefix().isPresent());
        rawBackupPrefix.begin(delivery.rawBackupPrefix().orElse(""));
        filling = false;
        filled.set(true);
        read();
    }

    /** Goes back to what it began with. */
    void revert() {
        beginning.ifPresent(this::begin);
    }

    private void read() {
        if (filling || beginning.isEmpty()) {
            return;
        }
        // These three depend on other fields as well.
        shards.check();
        errorPrefix.check();
        rawBackupPrefix.check();
        PipelineDefinition start = beginning.get();
        boolean valid = fields.stream().allMatch(FormField::isValid);
        Optional<PipelineDefinition> now =
                valid
                        ? Optional.of(
                                start.withStream(stream(start))
                                        .withDelivery(delivery(start.delivery())))
                        : Optional.empty();
        definition.set(now);
        changed.set(!now.equals(beginning));
    }

    private StreamDefinition stream(PipelineDefinition start) {
        return new StreamDefinition(
                streamName.value(),
                mode.valueProperty().get(),
                isProvisioned() ? number(shards) : start.stream().shards(),
                number(retentionHours));
    }

    private DeliveryDefinition delivery(DeliveryDefinition start) {
        return new DeliveryDefinition(
                deliveryName.value(),
                start.role(),
                bucket.value(),
                prefix.value(),
                errorPrefix.value(),
                number(bufferMiB),
                number(bufferSeconds),
                Double.parseDouble(processorMB.value()),
                number(processorSeconds),
                compression.valueProperty().get(),
                keepsRawBackup() ? Optional.of(rawBackupPrefix.value()) : Optional.empty());
    }

    private boolean isProvisioned() {
        return mode.valueProperty().get() == Mode.PROVISIONED;
    }

    private boolean keepsRawBackup() {
        return rawBackup.valueProperty().get();
    }

    private String shardsProblem(String text) {
        return isProvisioned() ? FieldRule.wholeNumber(1, 10_000).problemOf(text) : "";
    }

    private String rawBackupProblem(String text) {
        if (!keepsRawBackup()) {
            return "";
        }
        return text.isEmpty()
                ? "Needed, so that copies are not among the results."
                : DeliveryRules.prefixProblem(text);
    }

    private static int number(FormField field) {
        return Integer.parseInt(field.value());
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
