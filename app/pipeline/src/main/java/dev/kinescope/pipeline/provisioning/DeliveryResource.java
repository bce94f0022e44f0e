package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.ProblemException;
import dev.kinescope.pipeline.connection.ServiceErrors;
import dev.kinescope.pipeline.delivery.DeliveryReader;
import dev.kinescope.pipeline.delivery.DeliveryStatus;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.PlannedChange.Risk;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.ResourceInUseException;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The Firehose delivery stream from the Kinesis stream through the transform to the bucket. */
record DeliveryResource(
        Site site, DeliveryDefinition definition, String stream, String transformFunction)
        implements Resource {
    static final String LOG_STREAM = "DestinationDelivery";

    static String logGroup(String deliveryStream) {
        return "/aws/kinesisfirehose/" + deliveryStream;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.DELIVERY_STREAM;
    }

    @Override
    public String name() {
        return definition.name();
    }

    private Optional<DeliveryStatus> find() {
        return new DeliveryReader(site.session(), site.clock()).describe(name());
    }

    @Override
    public ResourceStatus status() {
        return find().map(this::status).orElseGet(() -> is(ResourceState.MISSING, ""));
    }

    private ResourceStatus status(DeliveryStatus present) {
        return switch (present.status()) {
            case "CREATING" -> is(ResourceState.CREATING, "");
            case "ACTIVE" ->
                    is(
                            ResourceState.READY,
                            present.bufferMiB()
                                    + " MiB or "
                                    + present.bufferSeconds()
                                    + " s · version "
                                    + present.version());
            case "DELETING" -> is(ResourceState.DELETING, "");
            default -> is(ResourceState.FAILING, present.failure());
        };
    }

    @Override
    public PlannedChange plan() {
        Optional<DeliveryStatus> found = find();
        if (found.isEmpty()) {
            return new PlannedChange(
                    kind(),
                    name(),
                    Action.CREATE,
                    Risk.NONE,
                    List.of(
                            new FieldChange("Buffer", "", buffer(definition)),
                            new FieldChange("Prefix", "", definition.prefix())),
                    "It reads from the newest record on: what is in the stream before is not"
                            + " delivered");
        }
        DeliveryStatus present = found.get();
        List<FieldChange> fields = differences(present);
        if (present.status().endsWith("_FAILED")) {
            return new PlannedChange(
                    kind(),
                    name(),
                    Action.REPLACE,
                    Risk.NONE,
                    fields,
                    "Creating it failed (" + present.failure() + "): it is deleted and made again");
        }
        if (fields.isEmpty()) {
            return unchanged();
        }
        if (mustReplace(present)) {
            return new PlannedChange(
                    kind(),
                    name(),
                    Action.REPLACE,
                    Risk.LOSES_DATA,
                    fields,
                    "AWS cannot change this in place: it is deleted and made again. The new one"
                            + " starts at the newest record and skips unread records.");
        }
        return new PlannedChange(
                kind(),
                name(),
                Action.UPDATE,
                Risk.NONE,
                fields,
                "Takes effect within minutes, and nothing is lost"
                        + (definition.rawBackupPrefix().isPresent() && !present.rawBackup()
                                ? ". Once on, AWS cannot turn the raw backup off."
                                : ""));
    }

    private boolean mustReplace(DeliveryStatus present) {
        return !present.sourceStream().equals(stream)
                || (present.rawBackup() && definition.rawBackupPrefix().isEmpty());
    }

    private static String buffer(DeliveryDefinition wanted) {
        return wanted.bufferMiB() + " MiB or " + wanted.bufferSeconds() + " s";
    }

    List<FieldChange> differences(DeliveryStatus present) {
        var fields = new ArrayList<FieldChange>();
        compare(fields, "Source stream", present.sourceStream(), stream);
        compare(fields, "Bucket", present.bucket(), definition.bucket());
        compare(fields, "Prefix", present.prefix(), definition.prefix());
        compare(fields, "Error prefix", present.errorPrefix(), definition.errorPrefix());
        compare(
                fields,
                "Buffer",
                present.bufferMiB() + " MiB or " + present.bufferSeconds() + " s",
                buffer(definition));
        compare(fields, "Compression", present.compression(), definition.compression().name());
        compare(
                fields,
                "Raw backup",
                present.rawBackup() ? "on" : "off",
                definition.rawBackupPrefix().isPresent() ? "on" : "off");
        compare(
                fields,
                "Transform",
                present.processor()
                        .map(DeliveryStatus.Processor::functionArn)
                        .map(DeliveryResource::functionName)
                        .orElse("none"),
                transformFunction);
        compare(
                fields,
                "Transform buffer",
                present.processor()
                        .map(processor ->
                                Fields.plain(processor.bufferMB())
                                        + " MB or "
                                        + processor.bufferSeconds()
                                        + " s")
                        .orElse(""),
                Fields.plain(definition.processorBufferMB())
                        + " MB or "
                        + definition.processorBufferSeconds()
                        + " s");
        return fields;
    }

    private static void compare(
            List<FieldChange> fields, String field, String before, String after) {
        if (!before.equals(after)) {
            fields.add(new FieldChange(field, before, after));
        }
    }

    /** {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]}. */
    private static String functionName(String arn) {
        String[] parts = arn.split(":", -1);
        return parts.length > 6 ? parts[6] : arn;
    }

    @Override
    public void apply(PlannedChange change, Consumer<String> progress) throws InterruptedException {
        if (change.action() == Action.REPLACE) {
            delete(progress);
        }
        Optional<DeliveryStatus> found = find();
        if (found.isEmpty()) {
            create(progress);
        } else if (!differences(found.get()).isEmpty()) {
            update();
        }
        progress.accept("Waiting until it is active");
        site.waitUntil("Wait for the delivery stream", name(), this::isActive);
    }

    private boolean isActive() {
        DeliveryStatus present =
                find().orElseThrow(() -> new IllegalStateException("It was deleted meanwhile"));
        if (present.status().endsWith("_FAILED")) {
            throw new ProblemException(
                    new AwsProblem(
                            "Create the delivery stream",
                            name(),
                            present.status(),
                            present.failure(),
                            "Correct what the reason names, then apply again: it is made anew.",
                            ""),
                    null);
        }
        return present.status().equals("ACTIVE");
    }

    private String roleArn() {
        return site.session().iam().getRole(get -> get.roleName(definition.role())).role().arn();
    }

    private void create(Consumer<String> progress) throws InterruptedException {
        String role = roleArn();
        ExtendedS3DestinationConfiguration destination =
                new DeliveryRequest(definition, transformFunction, site.arns(), role)
                        .configuration();
        site.patiently(
                DeliveryResource::isFreshRole,
                () -> progress.accept("Waiting until Firehose may take the new role"),
                () -> {
                    try {
                        site.session()
                                .firehose()
                                .createDeliveryStream(create ->
                                        create.deliveryStreamName(name())
                                                .deliveryStreamType(
                                                        DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                                                .kinesisStreamSourceConfiguration(source ->
                                                        source.kinesisStreamARN(
                                                                        site.arns().stream(stream))
                                                                .roleARN(role))
                                                .extendedS3DestinationConfiguration(destination));
                    } catch (ResourceInUseException there) {
                        progress.accept("It is there already");
                    }
                });
    }

    /**
     * What Firehose says while a new role has not spread yet; the last is seen with new roles only.
     */
    private static boolean isFreshRole(AwsServiceException failure) {
        String message = ServiceErrors.message(failure);
        return ServiceErrors.code(failure).startsWith("InvalidArgument")
                && (message.contains("unable to assume role")
                        || message.contains("is not authorized to perform")
                        || message.contains("security token included in the request is invalid"));
    }

    private void update() {
        DeliveryStreamDescription present =
                site.session()
                        .firehose()
                        .describeDeliveryStream(describe -> describe.deliveryStreamName(name()))
                        .deliveryStreamDescription();
        site.session()
                .firehose()
                .updateDestination(change ->
                        change.deliveryStreamName(name())
                                .currentDeliveryStreamVersionId(present.versionId())
                                .destinationId(present.destinations().getFirst().destinationId())
                                .extendedS3DestinationUpdate(
                                        new DeliveryRequest(
                                                        definition,
                                                        transformFunction,
                                                        site.arns(),
                                                        roleArn())
                                                .update()));
    }

    @Override
    public void delete(Consumer<String> progress) throws InterruptedException {
        Optional<DeliveryStatus> found = find();
        if (found.isEmpty()) {
            progress.accept("It is gone already");
            return;
        }
        if (found.get().status().equals("CREATING")) {
            progress.accept("Waiting until it is made, because before it cannot be deleted");
            site.waitUntil(
                    "Wait for the delivery stream",
                    name(),
                    () -> find().filter(now -> now.status().equals("CREATING")).isEmpty());
        }
        try {
            site.session()
                    .firehose()
                    .deleteDeliveryStream(
                            delete -> delete.deliveryStreamName(name()).allowForceDelete(true));
        } catch (ResourceNotFoundException gone) {
            return;
        }
        progress.accept("Waiting until it is gone");
        site.waitUntil("Delete the delivery stream", name(), () -> find().isEmpty());
    }
}
