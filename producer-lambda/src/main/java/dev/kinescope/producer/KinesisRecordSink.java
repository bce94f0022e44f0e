package dev.kinescope.producer;

import dev.kinescope.producer.send.OutgoingRecord;
import dev.kinescope.producer.send.RecordSink;
import dev.kinescope.producer.send.StreamRefusedException;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Puts records on a Kinesis stream with PutRecords. */
final class KinesisRecordSink implements RecordSink {
    private final KinesisClient kinesis;
    private final String stream;

    /** Writes to {@code stream} through a client that does not retry on its own. */
    KinesisRecordSink(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    @Override
    public Answer put(List<OutgoingRecord> records, Duration patience) {
        var entries = records.stream().map(KinesisRecordSink::entry).toList();
        try {
            var response =
                    kinesis.putRecords(put ->
                            put.streamName(stream)
                                    .records(entries)
                                    .overrideConfiguration(call -> call.apiCallTimeout(patience)));
            return answer(response, entries.size());
        } catch (ResourceNotFoundException e) {
            throw new StreamRefusedException(
                    "Stream %s was not found (%s): create it, or mend kinesis_stream_name."
                            .formatted(stream, describe(e)),
                    e);
        } catch (AwsServiceException e) {
            if (isThrottling(e) || e.statusCode() >= 500) {
                return new Answer.Unavailable(describe(e));
            }
            throw new StreamRefusedException(
                    "Stream %s refused the posts: %s.".formatted(stream, describe(e)), e);
        } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException e) {
            return new Answer.Unavailable("no answer in time");
        } catch (SdkClientException e) {
            if (e.getCause() instanceof IOException) {
                return new Answer.Unavailable("connection lost");
            }
            throw new StreamRefusedException(
                    "Stream %s could not be asked: %s.".formatted(stream, e.getMessage()), e);
        }
    }

    private static PutRecordsRequestEntry entry(OutgoingRecord item) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(item.partitionKey())
                .data(SdkBytes.fromByteArrayUnsafe(item.data()))
                .build();
    }

    private static Answer answer(PutRecordsResponse response, int asked) {
        List<PutRecordsResultEntry> entries = response.records();
        if (entries.size() != asked) {
            return new Answer.Unavailable(
                    "%d answers for %d records".formatted(entries.size(), asked));
        }
        return new Answer.PerRecord(entries.stream().map(KinesisRecordSink::outcome).toList());
    }

    private static Outcome outcome(PutRecordsResultEntry entry) {
        return entry.errorCode() == null
                ? new Outcome.Accepted(entry.shardId())
                : new Outcome.Rejected(entry.errorCode());
    }

    private static boolean isThrottling(AwsServiceException e) {
        return e.isThrottlingException()
                || code(e).equals("ProvisionedThroughputExceededException")
                || code(e).equals("LimitExceededException")
                || code(e).equals("KMSThrottlingException");
    }

    private static String describe(AwsServiceException e) {
        var details = e.awsErrorDetails();
        return details == null
                ? "status " + e.statusCode()
                : details.errorCode() + ": " + details.errorMessage();
    }

    private static String code(AwsServiceException e) {
        var details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
