package dev.kinescope.localcloud.kinesis;

import static software.amazon.awssdk.services.kinesis.model.ConsumerStatus.ACTIVE;
import static software.amazon.awssdk.services.kinesis.model.ConsumerStatus.CREATING;
import static software.amazon.awssdk.services.kinesis.model.ConsumerStatus.DELETING;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.DeregisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerRequest;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Registers fan-out consumers; what they would be pushed is not offered. */
final class Consumers {
    private static final int MOST = 20;
    private static final int MOST_WITH_ADVANTAGE = 50;
    private static final int MOST_CREATING = 5;
    private static final int A_PAGE = 100;
    private static final int LARGEST_PAGE = 10_000;

    private final Streams streams;
    private final AccountSettings account;
    private final Clock clock;
    private final Deferred deferred;

    /** Takes up what was under way when the process last ended. */
    Consumers(Streams streams, AccountSettings account, Clock clock, Deferred deferred) {
        this.streams = streams;
        this.account = account;
        this.clock = clock;
        this.deferred = deferred;
        for (Stream stream : streams.all()) {
            for (ConsumerState consumer : stream.state().features().consumers()) {
                if (consumer.status() != ACTIVE) {
                    settleLater(stream, consumer);
                }
            }
        }
    }

    Consumer register(RegisterStreamConsumerRequest request) {
        new Validation()
                .required("streamARN", request.streamARN())
                .required("consumerName", request.consumerName())
                .name("consumerName", request.consumerName())
                .orThrow();
        Tags.check(request.tags());
        Stream stream = streams.named(null, request.streamARN());
        var added =
                new ConsumerState(
                        request.consumerName(),
                        clock.instant(),
                        CREATING,
                        new TreeMap<>(request.tags()));
        streams.changeActive(
                stream,
                state ->
                        state.with(
                                state.features()
                                        .withConsumers(consumers -> {
                                            checkRoom(stream, consumers, added.name());
                                            var all = new ArrayList<>(consumers);
                                            all.add(added);
                                            return all;
                                        })));
        settleLater(stream, added);
        return Consumer.builder()
                .consumerName(added.name())
                .consumerARN(stream.arn() + added.path())
                .consumerStatus(added.status())
                .consumerCreationTimestamp(added.created())
                .build();
    }

    private void checkRoom(Stream stream, List<ConsumerState> consumers, String name) {
        if (consumers.stream().anyMatch(consumer -> consumer.name().equals(name))) {
            throw Faults.inUse(
                    "Consumer "
                            + name
                            + " of "
                            + lower(streams.described(stream.state().name()))
                            + " already exists.");
        }
        int most = account.committed() ? MOST_WITH_ADVANTAGE : MOST;
        if (consumers.size() >= most) {
            throw Faults.limitExceeded(
                    streams.described(stream.state().name())
                            + " has reached the limit of "
                            + most
                            + " consumers.");
        }
        long creating =
                consumers.stream().filter(consumer -> consumer.status() == CREATING).count();
        if (creating >= MOST_CREATING) {
            throw Faults.limitExceeded(
                    streams.described(stream.state().name())
                            + " has reached the limit of "
                            + MOST_CREATING
                            + " consumers in CREATING state.");
        }
    }

    void deregister(DeregisterStreamConsumerRequest request) {
        Found found = found(request.consumerARN(), request.streamARN(), request.consumerName());
        change(found, consumer -> consumer.with(DELETING));
        settleLater(found.stream(), found.consumer().with(DELETING));
    }

    ConsumerDescription describe(DescribeStreamConsumerRequest request) {
        Found found = found(request.consumerARN(), request.streamARN(), request.consumerName());
        return ConsumerDescription.builder()
                .consumerName(found.consumer().name())
                .consumerARN(found.stream().arn() + found.consumer().path())
                .consumerStatus(found.consumer().status())
                .consumerCreationTimestamp(found.consumer().created())
                .streamARN(found.stream().arn())
                .build();
    }

    ListStreamConsumersResponse list(ListStreamConsumersRequest request) {
        new Validation()
                .required("streamARN", request.streamARN())
                .range("maxResults", request.maxResults(), 1, LARGEST_PAGE)
                .orThrow();
        Stream stream = streams.named(null, request.streamARN());
        streams.checkCreated(stream, request.streamCreationTimestamp());
        PageToken from = PageToken.of(request.nextToken(), stream.state().name(), clock.instant());
        int limit = Objects.requireNonNullElse(request.maxResults(), A_PAGE);
        List<ConsumerState> after =
                stream.state().features().consumers().stream()
                        .sorted(Comparator.comparing(ConsumerState::name))
                        .filter(consumer -> consumer.name().compareTo(from.after()) > 0)
                        .toList();
        List<ConsumerState> page = after.stream().limit(limit).toList();
        return ListStreamConsumersResponse.builder()
                .consumers(
                        page.stream()
                                .map(consumer ->
                                        Consumer.builder()
                                                .consumerName(consumer.name())
                                                .consumerARN(stream.arn() + consumer.path())
                                                .consumerStatus(consumer.status())
                                                .consumerCreationTimestamp(consumer.created())
                                                .build())
                                .toList())
                .nextToken(
                        after.size() > limit
                                ? new PageToken(
                                                stream.state().name(),
                                                page.getLast().name(),
                                                clock.instant())
                                        .token()
                                : null)
                .build();
    }

    /** A consumer and its stream. */
    record Found(Stream stream, ConsumerState consumer) {}

    /** The consumer of an ARN. */
    Found found(String arn) {
        int cut = arn.indexOf("/consumer/");
        if (cut < 0) {
            throw Faults.invalidArgument("ConsumerARN " + arn + " is not the ARN of a consumer.");
        }
        Stream stream = streams.named(null, arn.substring(0, cut));
        return stream.state().features().consumers().stream()
                .filter(consumer -> consumer.path().equals(arn.substring(cut)))
                .findFirst()
                .map(consumer -> new Found(stream, consumer))
                .orElseThrow(() -> Faults.notFound("Consumer " + arn + " not found."));
    }

    private Found found(@Nullable String arn, @Nullable String streamArn, @Nullable String name) {
        if (arn != null) {
            return found(arn);
        }
        if (streamArn == null || name == null) {
            throw Faults.invalidArgument(
                    "Either ConsumerARN or both StreamARN and ConsumerName must be given.");
        }
        new Validation().name("consumerName", name).orThrow();
        Stream stream = streams.named(null, streamArn);
        return stream.state().features().consumers().stream()
                .filter(consumer -> consumer.name().equals(name))
                .findFirst()
                .map(consumer -> new Found(stream, consumer))
                .orElseThrow(() ->
                        Faults.notFound(
                                "Consumer "
                                        + name
                                        + " of "
                                        + lower(streams.described(stream.state().name()))
                                        + " not found."));
    }

    /** After the delay a consumer that is being made is there, one that is to go is gone. */
    private void settleLater(Stream stream, ConsumerState waiting) {
        deferred.later(
                "The change of consumer " + waiting.name() + " of stream " + stream.state().name(),
                () ->
                        change(
                                stream,
                                consumers ->
                                        consumers.stream()
                                                .filter(each -> !is(each, waiting, DELETING))
                                                .map(each ->
                                                        is(each, waiting, CREATING)
                                                                ? each.with(ACTIVE)
                                                                : each)
                                                .toList()));
    }

    private static boolean is(ConsumerState each, ConsumerState waiting, ConsumerStatus status) {
        return waiting.status() == status
                && each.status() == status
                && each.path().equals(waiting.path());
    }

    private void change(Stream stream, UnaryOperator<List<ConsumerState>> change) {
        streams.change(stream, state -> state.with(state.features().withConsumers(change)));
    }

    /** Changes one consumer of a stream, as it is now. */
    void change(Found found, UnaryOperator<ConsumerState> change) {
        change(
                found.stream(),
                consumers ->
                        consumers.stream()
                                .map(each ->
                                        each.path().equals(found.consumer().path())
                                                ? change.apply(each)
                                                : each)
                                .toList());
    }

    private static String lower(String described) {
        return Character.toLowerCase(described.charAt(0)) + described.substring(1);
    }
}
