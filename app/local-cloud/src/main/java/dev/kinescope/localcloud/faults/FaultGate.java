package dev.kinescope.localcloud.faults;

import dev.kinescope.localcloud.calls.CallGate;
import dev.kinescope.localcloud.calls.ServiceCall;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Does to calls, of clients and of other services alike, what a {@link FaultDial} is set to. */
public final class FaultGate implements CallGate {
    private static final Logger LOG = LoggerFactory.getLogger(FaultGate.class);
    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private final FaultDial dial;
    private final String accountId;
    private final Streams streams;
    private final Functions functions;

    public FaultGate(FaultDial dial, String accountId, Streams streams, Functions functions) {
        this.dial = dial;
        this.accountId = accountId;
        this.streams = streams;
        this.functions = functions;
    }

    @Override
    public SdkPojo pass(ServiceCall call, Function<SdkRequest, SdkPojo> service) {
        List<Armed> armed = dial.armed();
        if (armed.isEmpty()) {
            return service.apply(call.request());
        }
        Function<SdkRequest, SdkPojo> next = service;
        // The first that was set is the outermost.
        for (Armed each : List.copyOf(armed).reversed()) {
            Function<SdkRequest, SdkPojo> inner = next;
            next = request -> through(each, call, request, inner);
        }
        return next.apply(call.request());
    }

    private SdkPojo through(
            Armed armed, ServiceCall call, SdkRequest request, Function<SdkRequest, SdkPojo> next) {
        return switch (armed.fault()) {
            case Fault.ThrottleShard fault -> throttled(armed, fault, request, next);
            case Fault.RejectRecords fault -> rejected(armed, fault, request, next);
            case Fault.FailCall fault -> failing(armed, fault, call, request, next);
            case Fault.DelayCall fault -> {
                if (Target.of(call, request)
                                .fits(fault.service(), fault.operation(), fault.resource())
                        && armed.strikes(Target.of(call, request).text())) {
                    dial.pauses().hold(armed.id(), fault.delay());
                }
                yield next.apply(request);
            }
            case Fault.FailItems fault -> FailedItems.through(armed, fault, request, next);
            case Fault.EndFunction fault -> ending(armed, fault, call, request, next);
            case Fault.Reshard fault -> resharding(armed, fault, request, next);
            case Fault.SkewClock _, Fault.DelayRoles _ -> next.apply(request);
        };
    }

    private SdkPojo throttled(
            Armed armed,
            Fault.ThrottleShard fault,
            SdkRequest request,
            Function<SdkRequest, SdkPojo> next) {
        boolean writes = fault.traffic() != Fault.Traffic.READS;
        switch (request) {
            case PutRecordsRequest put when writes && isFor(fault.stream(), put) -> {
                var router = streams.router(fault.stream());
                var struck = new HashMap<String, Integer>();
                SdkPojo response =
                        PartialPuts.put(
                                put,
                                entry ->
                                        router.apply(entry.partitionKey(), entry.explicitHashKey())
                                                .filter(shard ->
                                                        strikes(armed, fault, shard, "writes"))
                                                .map(shard -> {
                                                    struck.merge(shard, 1, Integer::sum);
                                                    return failed(
                                                            THROTTLED, rate(fault.stream(), shard));
                                                }),
                                next);
                int all = struck.values().stream().mapToInt(count -> count).sum();
                tell(fault.stream(), all, refusal(put, all, struck, 0));
                return response;
            }
            case PutRecordRequest put when writes && isFor(fault.stream(), put) -> {
                Optional<String> shard =
                        streams.router(fault.stream())
                                .apply(put.partitionKey(), put.explicitHashKey())
                                .filter(each -> strikes(armed, fault, each, "writes"));
                if (shard.isPresent()) {
                    streams.refused(fault.stream(), new Streams.Refusal.Single(shard.get()));
                    throw AwsErrors.of(request, THROTTLED, 400, rate(fault.stream(), shard.get()));
                }
            }
            case GetRecordsRequest get when fault.traffic() != Fault.Traffic.WRITES -> {
                Optional<Streams.Place> place =
                        Optional.ofNullable(get.shardIterator())
                                .flatMap(streams::place)
                                .filter(each -> each.stream().equals(fault.stream()))
                                .filter(each -> strikes(armed, fault, each.shard(), "reads"));
                if (place.isPresent()) {
                    streams.refused(fault.stream(), new Streams.Refusal.Read(place.get().shard()));
                    throw AwsErrors.of(
                            request, THROTTLED, 400, rate(fault.stream(), place.get().shard()));
                }
            }
            default -> {}
        }
        return next.apply(request);
    }

    private static Streams.Refusal refusal(
            PutRecordsRequest put, int refused, Map<String, Integer> throttled, int failed) {
        return refused == put.records().size()
                ? new Streams.Refusal.AllEntries(throttled, failed)
                : new Streams.Refusal.SomeEntries(throttled, failed);
    }

    private void tell(String stream, int refused, Streams.Refusal refusal) {
        if (refused > 0) {
            streams.refused(stream, refusal);
        }
    }

    private static boolean strikes(
            Armed armed, Fault.ThrottleShard fault, String shard, String traffic) {
        return (fault.shard().equals(Fault.ANY) || fault.shard().equals(shard))
                && armed.strikes(fault.stream() + "/" + shard + "/" + traffic);
    }

    private String rate(String stream, String shard) {
        return "Rate exceeded for shard "
                + shard
                + " in stream "
                + stream
                + " under account "
                + accountId
                + ".";
    }

    private SdkPojo rejected(
            Armed armed,
            Fault.RejectRecords fault,
            SdkRequest request,
            Function<SdkRequest, SdkPojo> next) {
        if (!(request instanceof PutRecordsRequest put) || !isFor(fault.stream(), put)) {
            return next.apply(request);
        }
        var struck = new AtomicInteger();
        SdkPojo response =
                PartialPuts.put(
                        put,
                        _ -> {
                            if (!armed.strikes(fault.stream())) {
                                return Optional.empty();
                            }
                            struck.incrementAndGet();
                            return Optional.of(
                                    failed(fault.code(), AwsErrors.message(fault.code())));
                        },
                        next);
        int all = struck.get();
        tell(fault.stream(), all, refusal(put, all, Map.of(), all));
        return response;
    }

    private static PutRecordsResultEntry failed(String code, String message) {
        return PutRecordsResultEntry.builder().errorCode(code).errorMessage(message).build();
    }

    private static SdkPojo failing(
            Armed armed,
            Fault.FailCall fault,
            ServiceCall call,
            SdkRequest request,
            Function<SdkRequest, SdkPojo> next) {
        Target target = Target.of(call, request);
        boolean lost = fault.moment() == Fault.Moment.AFTER;
        // The answer of a download is content, which is with the caller before it could be lost.
        boolean strikes =
                !(lost && request instanceof GetObjectRequest)
                        && target.fits(fault.service(), fault.operation(), fault.resource())
                        && armed.strikes(target.text());
        if (!strikes) {
            return next.apply(request);
        }
        if (lost) {
            var _ = next.apply(request);
        }
        throw AwsErrors.of(request, fault.code(), fault.status(), AwsErrors.message(fault.code()));
    }

    private SdkPojo ending(
            Armed armed,
            Fault.EndFunction fault,
            ServiceCall call,
            SdkRequest request,
            Function<SdkRequest, SdkPojo> next) {
        boolean waits =
                request instanceof InvokeRequest invoke
                        && invoke.invocationType() != InvocationType.EVENT
                        && invoke.invocationType() != InvocationType.DRY_RUN;
        if (!waits || !Target.of(call, request).fits("lambda", "Invoke", fault.function())) {
            return next.apply(request);
        }
        return armed.strikes(Target.of(call, request).text())
                ? functions.ending(fault.end(), () -> next.apply(request))
                : next.apply(request);
    }

    private SdkPojo resharding(
            Armed armed,
            Fault.Reshard fault,
            SdkRequest request,
            Function<SdkRequest, SdkPojo> next) {
        SdkPojo response = next.apply(request);
        int put =
                switch (request) {
                    case PutRecordsRequest records when isFor(fault.stream(), records) ->
                            PartialPuts.acknowledged((PutRecordsResponse) response);
                    case PutRecordRequest record when isFor(fault.stream(), record) -> 1;
                    default -> 0;
                };
        if (put > 0 && armed.countRecords(put) >= fault.afterRecords() && armed.claimOnce()) {
            // Whatever becomes of it, the records that were put are acknowledged.
            if (streams.reshard(fault.stream(), fault.change())) {
                armed.struckOnce();
            } else {
                LOG.debug("Stream {} cannot be changed yet.", fault.stream());
                armed.giveUpClaim();
            }
        }
        return response;
    }

    private static boolean isFor(String stream, SdkRequest request) {
        return stream.equals(Target.resource(request));
    }
}
