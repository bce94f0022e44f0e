package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamResponse;
import software.amazon.awssdk.services.firehose.model.DeleteDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.DeleteDeliveryStreamResponse;
import software.amazon.awssdk.services.firehose.model.DescribeDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.DescribeDeliveryStreamResponse;
import software.amazon.awssdk.services.firehose.model.ListDeliveryStreamsRequest;
import software.amazon.awssdk.services.firehose.model.ListDeliveryStreamsResponse;
import software.amazon.awssdk.services.firehose.model.ListTagsForDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.ListTagsForDeliveryStreamResponse;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchRequest;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.PutRecordRequest;
import software.amazon.awssdk.services.firehose.model.PutRecordResponse;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.Tag;
import software.amazon.awssdk.services.firehose.model.TagDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.TagDeliveryStreamResponse;
import software.amazon.awssdk.services.firehose.model.UntagDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.UntagDeliveryStreamResponse;
import software.amazon.awssdk.services.firehose.model.UpdateDestinationRequest;
import software.amazon.awssdk.services.firehose.model.UpdateDestinationResponse;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Firehose as the local cloud offers it: the control operations, direct puts, and the deliveries.
 */
public final class LocalFirehose implements FirehoseClient {
    private static final Logger LOG = LoggerFactory.getLogger(LocalFirehose.class);
    private static final int MAX_TAGS = 50;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Surroundings around;
    private final RoleChecks roles;
    private final DeliveryStreams streams;
    private final Map<String, Delivery> deliveries = new ConcurrentHashMap<>();
    private boolean closed;

    /** Takes up the deliveries of an earlier run from their checkpoints. */
    public LocalFirehose(Surroundings around) {
        this.around = around;
        this.roles = new RoleChecks(around);
        this.streams = new DeliveryStreams(around.documents());
        for (DeliveryStream stream : List.copyOf(streams.all())) {
            switch (stream.state()) {
                case CREATING -> activateLater(stream.name());
                case ACTIVE -> deliver(stream.name());
                case DELETING -> removeLater(stream.name());
            }
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /**
     * Stores what has been transformed, if that can be done within seconds, so that it is not
     * delivered again; the rest is delivered after the next start.
     */
    @Override
    public synchronized void close() {
        closed = true;
        Instant deadline = around.clock().instant().plus(LONGEST_CLOSE);
        deliveries.values().forEach(delivery -> delivery.finish(deadline));
        deliveries.clear();
    }

    @Override
    public synchronized CreateDeliveryStreamResponse createDeliveryStream(
            CreateDeliveryStreamRequest asked) {
        DeliveryStreamRequests.Creation creation = DeliveryStreamRequests.read(asked);
        if (streams.find(creation.name()).isPresent()) {
            throw FirehoseErrors.inUse(
                    "Firehose %s under accountId %s already exists"
                            .formatted(creation.name(), around.identity().accountId()));
        }
        DeliveryStream.Source source = creation.source();
        if (source != null) {
            roles.check(source);
        }
        roles.check(creation.destination());
        streams.put(
                new DeliveryStream(
                        creation.name(),
                        DeliveryStream.State.CREATING,
                        1,
                        around.clock().millis(),
                        null,
                        source,
                        null,
                        creation.destination(),
                        tags(Map.of(), asked.tags())));
        activateLater(creation.name());
        return CreateDeliveryStreamResponse.builder()
                .deliveryStreamARN(arn(creation.name()))
                .build();
    }

    @Override
    public DescribeDeliveryStreamResponse describeDeliveryStream(
            DescribeDeliveryStreamRequest asked) {
        DeliveryStream stream = get(asked.deliveryStreamName());
        return DescribeDeliveryStreamResponse.builder()
                .deliveryStreamDescription(Descriptions.describe(arn(stream.name()), stream))
                .build();
    }

    @Override
    public ListDeliveryStreamsResponse listDeliveryStreams(ListDeliveryStreamsRequest asked) {
        new Constraints().between("limit", asked.limit(), 1, 10_000).check();
        int limit = asked.limit() == null ? 10 : asked.limit();
        String after = asked.exclusiveStartDeliveryStreamName();
        List<String> found =
                streams.all().stream()
                        .filter(stream ->
                                asked.deliveryStreamTypeAsString() == null
                                        || asked.deliveryStreamType() == Descriptions.type(stream))
                        .map(DeliveryStream::name)
                        .filter(name -> after == null || name.compareTo(after) > 0)
                        .limit(limit + 1L)
                        .toList();
        return ListDeliveryStreamsResponse.builder()
                .deliveryStreamNames(found.subList(0, Math.min(limit, found.size())))
                .hasMoreDeliveryStreams(found.size() > limit)
                .build();
    }

    @Override
    public synchronized DeleteDeliveryStreamResponse deleteDeliveryStream(
            DeleteDeliveryStreamRequest asked) {
        DeliveryStream stream = get(asked.deliveryStreamName());
        if (stream.state() == DeliveryStream.State.CREATING) {
            throw FirehoseErrors.inUse(
                    "Firehose %s under accountId %s is in state CREATING and cannot be deleted now."
                            .formatted(stream.name(), around.identity().accountId()));
        }
        if (stream.state() == DeliveryStream.State.ACTIVE) {
            streams.put(stream.deleting());
            Delivery delivery = deliveries.remove(stream.name());
            if (delivery != null) {
                delivery.stop();
            }
            removeLater(stream.name());
        }
        return DeleteDeliveryStreamResponse.builder().build();
    }

    @Override
    public synchronized UpdateDestinationResponse updateDestination(
            UpdateDestinationRequest asked) {
        DestinationMembers members = DeliveryStreamRequests.read(asked);
        DeliveryStream stream = get(asked.deliveryStreamName());
        if (stream.state() != DeliveryStream.State.ACTIVE) {
            throw FirehoseErrors.inUse(
                    "Firehose %s under accountId %s is not ACTIVE, instead in state %s"
                            .formatted(
                                    stream.name(), around.identity().accountId(), stream.state()));
        }
        if (!Integer.toString(stream.version()).equals(asked.currentDeliveryStreamVersionId())) {
            throw FirehoseErrors.staleVersion(
                    stream.name(), stream.version(), asked.currentDeliveryStreamVersionId());
        }
        if (!Descriptions.DESTINATION_ID.equals(asked.destinationId())) {
            throw FirehoseErrors.invalidArgument(
                    "Destination Id %s not found".formatted(asked.destinationId()));
        }
        DestinationSettings destination = members.over(stream.destination());
        roles.check(destination);
        streams.put(stream.updated(destination, around.clock().instant()));
        return UpdateDestinationResponse.builder().build();
    }

    @Override
    public PutRecordResponse putRecord(PutRecordRequest asked) {
        new Constraints().required("record", asked.record()).check();
        String id = put(asked.deliveryStreamName(), List.of(asked.record())).getFirst();
        return PutRecordResponse.builder().recordId(id).encrypted(false).build();
    }

    @Override
    public PutRecordBatchResponse putRecordBatch(PutRecordBatchRequest asked) {
        List<String> ids = put(asked.deliveryStreamName(), asked.records());
        return PutRecordBatchResponse.builder()
                .failedPutCount(0)
                .encrypted(false)
                .requestResponses(
                        ids.stream()
                                .map(id ->
                                        PutRecordBatchResponseEntry.builder().recordId(id).build())
                                .toList())
                .build();
    }

    private List<String> put(@Nullable String name, List<Record> records) {
        DeliveryStreamRequests.check(records);
        DeliveryStream stream = get(name);
        Delivery delivery = deliveries.get(stream.name());
        if (delivery == null) {
            throw FirehoseErrors.notFound(
                    "Firehose %s under account %s is not ACTIVE, instead in state %s"
                            .formatted(
                                    stream.name(), around.identity().accountId(), stream.state()));
        }
        return delivery.put(records.stream().map(Record::data).map(SdkBytes::asByteArray).toList());
    }

    @Override
    public synchronized TagDeliveryStreamResponse tagDeliveryStream(
            TagDeliveryStreamRequest asked) {
        DeliveryStream stream = get(asked.deliveryStreamName());
        streams.put(stream.tagged(tags(stream.tags(), asked.tags())));
        return TagDeliveryStreamResponse.builder().build();
    }

    @Override
    public synchronized UntagDeliveryStreamResponse untagDeliveryStream(
            UntagDeliveryStreamRequest asked) {
        DeliveryStream stream = get(asked.deliveryStreamName());
        var left = new TreeMap<>(stream.tags());
        asked.tagKeys().forEach(left::remove);
        streams.put(stream.tagged(left));
        return UntagDeliveryStreamResponse.builder().build();
    }

    @Override
    public ListTagsForDeliveryStreamResponse listTagsForDeliveryStream(
            ListTagsForDeliveryStreamRequest asked) {
        new Constraints().between("limit", asked.limit(), 1, MAX_TAGS).check();
        DeliveryStream stream = get(asked.deliveryStreamName());
        int limit = asked.limit() == null ? MAX_TAGS : asked.limit();
        String after = asked.exclusiveStartTagKey();
        List<Tag> found = new ArrayList<>();
        new TreeMap<>(stream.tags())
                .forEach((key, value) -> found.add(Tag.builder().key(key).value(value).build()));
        found.removeIf(tag -> after != null && tag.key().compareTo(after) <= 0);
        return ListTagsForDeliveryStreamResponse.builder()
                .tags(found.subList(0, Math.min(limit, found.size())))
                .hasMoreTags(found.size() > limit)
                .build();
    }

    private static Map<String, String> tags(Map<String, String> before, List<Tag> added) {
        var all = new TreeMap<>(before);
        added.forEach(tag -> all.put(tag.key(), tag.value() == null ? "" : tag.value()));
        new Constraints().countAtMost("tags", all.size(), MAX_TAGS).check();
        return all;
    }

    private DeliveryStream get(@Nullable String name) {
        new Constraints().required("deliveryStreamName", name).check();
        return streams.find(name == null ? "" : name)
                .orElseThrow(() ->
                        FirehoseErrors.notFound(
                                "Firehose %s under account %s not found."
                                        .formatted(name, around.identity().accountId())));
    }

    private String arn(String name) {
        return around.identity().arn("firehose", "deliverystream/" + name);
    }

    private void activateLater(String name) {
        around.scheduler().after(around.timing().creating(), () -> tryTo(this::activate, name, 1));
    }

    private void activate(String name) {
        // To the millisecond, as arrival times are: a record of this instant is not older.
        Instant now = around.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        change(
                name,
                stream ->
                        stream.state() == DeliveryStream.State.CREATING
                                ? stream.active(now)
                                : stream);
        deliver(name);
    }

    /** Changes the state of a delivery stream, however often that takes. */
    private synchronized void tryTo(Consumer<String> step, String name, int attempt) {
        if (closed) {
            return;
        }
        try {
            step.accept(name);
        } catch (RuntimeException e) {
            // Whatever is in the way, the delivery stream must not stay between two states.
            if (attempt == 1) {
                LOG.error(
                        "The state of delivery stream {} cannot be changed; trying again. Free"
                                + " space on the disk.",
                        name,
                        e);
            }
            around.scheduler()
                    .after(around.timing().backoff(attempt), () -> tryTo(step, name, attempt + 1));
        }
    }

    private void deliver(String name) {
        var delivery =
                new Delivery(
                        arn(name),
                        () -> streams.find(name).orElseThrow(() -> new IllegalStateException(name)),
                        around);
        try {
            delivery.begin();
        } catch (RuntimeException e) {
            delivery.stop();
            throw e;
        }
        deliveries.put(name, delivery);
    }

    private void removeLater(String name) {
        around.scheduler().after(around.timing().deleting(), () -> tryTo(this::remove, name, 1));
    }

    private void remove(String name) {
        Checkpoints.delete(around.documents(), name);
        DirectPuts.delete(around.documents(), name);
        streams.remove(name);
    }

    private void change(String name, UnaryOperator<DeliveryStream> change) {
        streams.find(name).map(change).ifPresent(streams::put);
    }
}
