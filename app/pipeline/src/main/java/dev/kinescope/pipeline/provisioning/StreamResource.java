package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.PlannedChange.Risk;
import dev.kinescope.pipeline.provisioning.StreamDefinition.Mode;

import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;

/** The Kinesis stream. */
record StreamResource(Site site, StreamDefinition definition) implements Resource {
    @Override
    public ResourceKind kind() {
        return ResourceKind.STREAM;
    }

    @Override
    public String name() {
        return definition.name();
    }

    private Optional<StreamDescriptionSummary> find() {
        try {
            return Optional.of(
                    site.session()
                            .kinesis()
                            .describeStreamSummary(describe -> describe.streamName(name()))
                            .streamDescriptionSummary());
        } catch (ResourceNotFoundException missing) {
            return Optional.empty();
        }
    }

    private static Mode mode(StreamDescriptionSummary stream) {
        return stream.streamModeDetails() != null
                        && stream.streamModeDetails().streamMode() == StreamMode.ON_DEMAND
                ? Mode.ON_DEMAND
                : Mode.PROVISIONED;
    }

    private static String words(Mode mode) {
        return mode == Mode.ON_DEMAND ? "on demand" : "provisioned";
    }

    @Override
    public ResourceStatus status() {
        return find().map(this::status).orElseGet(() -> is(ResourceState.MISSING, ""));
    }

    private ResourceStatus status(StreamDescriptionSummary stream) {
        String detail = stream.openShardCount() + " shards · " + words(mode(stream));
        return switch (stream.streamStatus()) {
            case CREATING -> is(ResourceState.CREATING, "");
            case DELETING -> is(ResourceState.DELETING, "");
            case ACTIVE -> is(ResourceState.READY, detail);
            case UPDATING -> is(ResourceState.CHANGING, detail);
            case UNKNOWN_TO_SDK_VERSION ->
                    is(ResourceState.CHANGING, stream.streamStatusAsString());
        };
    }

    @Override
    public PlannedChange plan() {
        Optional<StreamDescriptionSummary> found = find();
        if (found.isEmpty()) {
            var fields = new ArrayList<FieldChange>();
            fields.add(new FieldChange("Mode", "", words(definition.mode())));
            if (definition.mode() == Mode.PROVISIONED) {
                fields.add(new FieldChange("Shards", "", Integer.toString(definition.shards())));
            }
            fields.add(new FieldChange("Retention", "", definition.retentionHours() + " h"));
            return new PlannedChange(
                    kind(),
                    name(),
                    Action.CREATE,
                    Risk.NONE,
                    fields,
                    "Empty until the producer sends");
        }
        StreamDescriptionSummary present = found.get();
        var fields = new ArrayList<FieldChange>();
        var consequence = new ArrayList<String>();
        if (mode(present) != definition.mode()) {
            fields.add(new FieldChange("Mode", words(mode(present)), words(definition.mode())));
            consequence.add("The mode can change twice in 24 hours.");
        }
        if (definition.mode() == Mode.PROVISIONED
                && present.openShardCount() != definition.shards()) {
            fields.add(
                    new FieldChange(
                            "Shards",
                            Integer.toString(present.openShardCount()),
                            Integer.toString(definition.shards())));
            consequence.add(
                    "Shards are split or merged. Nothing is lost; old shards stay readable "
                            + present.retentionPeriodHours()
                            + " h.");
        }
        if (present.retentionPeriodHours() != definition.retentionHours()) {
            fields.add(
                    new FieldChange(
                            "Retention",
                            present.retentionPeriodHours() + " h",
                            definition.retentionHours() + " h"));
            consequence.add(
                    present.retentionPeriodHours() > definition.retentionHours()
                            ? "Older records are gone at once."
                            : "Records stay longer from now on.");
        }
        return fields.isEmpty()
                ? unchanged()
                : new PlannedChange(
                        kind(),
                        name(),
                        Action.UPDATE,
                        present.retentionPeriodHours() > definition.retentionHours()
                                ? Risk.LOSES_DATA
                                : Risk.NONE,
                        fields,
                        String.join(" ", consequence));
    }

    @Override
    public void apply(PlannedChange change, Consumer<String> progress) throws InterruptedException {
        Optional<StreamDescriptionSummary> found = find();
        if (found.isEmpty()) {
            create(progress);
        }
        StreamDescriptionSummary present = active(progress);
        if (mode(present) != definition.mode()) {
            progress.accept("Changing the mode");
            String arn = present.streamARN();
            site.session()
                    .kinesis()
                    .updateStreamMode(update ->
                            update.streamARN(arn)
                                    .streamModeDetails(details ->
                                            details.streamMode(definition.mode().name())));
            present = active(progress);
        }
        if (definition.mode() == Mode.PROVISIONED) {
            reshard(present.openShardCount(), progress);
        }
        retain(present.retentionPeriodHours(), progress);
    }

    private void create(Consumer<String> progress) {
        try {
            site.session()
                    .kinesis()
                    .createStream(create -> {
                        create.streamName(name())
                                .streamModeDetails(
                                        details -> details.streamMode(definition.mode().name()));
                        if (definition.mode() == Mode.PROVISIONED) {
                            create.shardCount(definition.shards());
                        }
                    });
        } catch (ResourceInUseException there) {
            progress.accept("It is there already");
        }
    }

    /**
     * One call changes the number at most by the factor two (AWS documentation, UpdateShardCount).
     */
    private void reshard(int open, Consumer<String> progress) throws InterruptedException {
        int shards = open;
        while (shards != definition.shards()) {
            int next = Math.max((shards + 1) / 2, Math.min(shards * 2, definition.shards()));
            progress.accept("Going from " + shards + " to " + next + " shards");
            site.session()
                    .kinesis()
                    .updateShardCount(update ->
                            update.streamName(name())
                                    .targetShardCount(next)
                                    .scalingType(ScalingType.UNIFORM_SCALING));
            shards = active(progress).openShardCount();
            if (shards != next) {
                throw new IllegalStateException(
                        "Asked for " + next + " shards, Kinesis has " + shards);
            }
        }
    }

    private void retain(int present, Consumer<String> progress) throws InterruptedException {
        int hours = definition.retentionHours();
        if (present < hours) {
            site.session()
                    .kinesis()
                    .increaseStreamRetentionPeriod(
                            update -> update.streamName(name()).retentionPeriodHours(hours));
            active(progress);
        } else if (present > hours) {
            site.session()
                    .kinesis()
                    .decreaseStreamRetentionPeriod(
                            update -> update.streamName(name()).retentionPeriodHours(hours));
            active(progress);
        }
    }

    private StreamDescriptionSummary active(Consumer<String> progress) throws InterruptedException {
        progress.accept("Waiting until it is active");
        site.waitUntil(
                "Wait for the stream",
                name(),
                () ->
                        find().filter(stream -> stream.streamStatus() == StreamStatus.ACTIVE)
                                .isPresent());
        return find().orElseThrow(() -> new IllegalStateException("The stream was deleted"));
    }

    @Override
    public void delete(Consumer<String> progress) throws InterruptedException {
        try {
            site.session()
                    .kinesis()
                    .deleteStream(
                            delete -> delete.streamName(name()).enforceConsumerDeletion(true));
        } catch (ResourceNotFoundException gone) {
            progress.accept("It is gone already");
            return;
        } catch (ResourceInUseException busy) {
            if (find().filter(stream -> stream.streamStatus() == StreamStatus.DELETING).isEmpty()) {
                throw busy;
            }
        }
        progress.accept("Waiting until it is gone");
        site.waitUntil("Delete the stream", name(), () -> find().isEmpty());
    }
}
