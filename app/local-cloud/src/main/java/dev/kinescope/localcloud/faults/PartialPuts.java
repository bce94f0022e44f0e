package dev.kinescope.localcloud.faults;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lets some entries of a PutRecords fail: the service sees the others alone. */
final class PartialPuts {
    /** What Kinesis takes at most; more is refused as a whole, which is left to it. */
    private static final int MOST_RECORDS = 500;

    private PartialPuts() {}

    /**
     * Puts the entries that do not fail.
     *
     * @param refused what an entry is refused with, asked once for each in their order
     * @return a response whose entries stand where those of the request do
     */
    static SdkPojo put(
            PutRecordsRequest request,
            Function<PutRecordsRequestEntry, Optional<PutRecordsResultEntry>> refused,
            Function<SdkRequest, SdkPojo> service) {
        List<PutRecordsRequestEntry> entries = request.records();
        if (entries.size() > MOST_RECORDS) {
            return service.apply(request);
        }
        var refusals = new ArrayList<Optional<PutRecordsResultEntry>>(entries.size());
        var left = new ArrayList<PutRecordsRequestEntry>(entries.size());
        for (PutRecordsRequestEntry entry : entries) {
            Optional<PutRecordsResultEntry> refusal = refused.apply(entry);
            refusals.add(refusal);
            if (refusal.isEmpty()) {
                left.add(entry);
            }
        }
        if (left.size() == entries.size()) {
            return service.apply(request);
        }
        if (left.isEmpty()) {
            return PutRecordsResponse.builder()
                    .failedRecordCount(refusals.size())
                    .records(refusals.stream().flatMap(Optional::stream).toList())
                    .build();
        }
        var response =
                (PutRecordsResponse) service.apply(request.toBuilder().records(left).build());
        return merged(refusals, response);
    }

    private static PutRecordsResponse merged(
            List<Optional<PutRecordsResultEntry>> refusals, PutRecordsResponse response) {
        var answered = response.records().iterator();
        List<PutRecordsResultEntry> all =
                refusals.stream().map(refusal -> refusal.orElseGet(answered::next)).toList();
        int failed = (int) all.stream().filter(entry -> entry.errorCode() != null).count();
        return response.toBuilder().records(all).failedRecordCount(failed).build();
    }

    /** How many entries a response acknowledges. */
    static int acknowledged(PutRecordsResponse response) {
        return response.records().size() - response.failedRecordCount();
    }
}
