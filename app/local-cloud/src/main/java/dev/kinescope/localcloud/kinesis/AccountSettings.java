package dev.kinescope.localcloud.kinesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.DocumentStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutput;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;
import software.amazon.awssdk.services.kinesis.model.UpdateAccountSettingsRequest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The account's commitment to a minimum throughput, which is what On-demand Advantage is. */
final class AccountSettings {
    private static final String KIND = "kinesis-account";
    private static final String NAME = "settings";
    private static final Duration LEAST_TIME = Duration.ofDays(1);

    private final DocumentStore documents;
    private final Clock clock;
    private final ObjectMapper json = StreamDocuments.mapper();
    private volatile Commitment commitment;

    AccountSettings(DocumentStore documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
        this.commitment =
                documents.get(KIND, NAME).map(this::read).orElse(new Commitment(null, null));
    }

    /**
     * When the commitment was made, and when it ends or ended; without a start there never was one.
     */
    private record Commitment(@Nullable Instant start, @Nullable Instant end) {}

    /** Whether the commitment holds now: On-demand Advantage. */
    boolean committed() {
        Commitment now = commitment;
        Instant end = now.end();
        return now.start() != null && (end == null || clock.instant().isBefore(end));
    }

    synchronized MinimumThroughputBillingCommitmentOutput update(
            UpdateAccountSettingsRequest request) {
        var wanted = request.minimumThroughputBillingCommitment();
        String status = wanted == null ? null : wanted.statusAsString();
        new Validation()
                .required("minimumThroughputBillingCommitment.status", status)
                .oneOf(
                        "minimumThroughputBillingCommitment.status",
                        status,
                        MinimumThroughputBillingCommitmentInputStatus.knownValues().stream()
                                .map(MinimumThroughputBillingCommitmentInputStatus::toString)
                                .sorted()
                                .toList())
                .orThrow();
        Instant now = clock.instant();
        boolean enable =
                MinimumThroughputBillingCommitmentInputStatus.ENABLED.toString().equals(status);
        Instant start = commitment.start();
        if (enable) {
            keep(new Commitment(committed() ? start : now, null));
        } else if (committed() && start != null) {
            Instant earliest = start.plus(LEAST_TIME);
            keep(new Commitment(start, now.isBefore(earliest) ? earliest : now));
        }
        return describe();
    }

    MinimumThroughputBillingCommitmentOutput describe() {
        Commitment now = commitment;
        Instant start = now.start();
        var output = MinimumThroughputBillingCommitmentOutput.builder().startedAt(start);
        if (start == null || !committed()) {
            return output.status(MinimumThroughputBillingCommitmentOutputStatus.DISABLED)
                    .endedAt(now.end())
                    .build();
        }
        return output.status(
                        now.end() == null
                                ? MinimumThroughputBillingCommitmentOutputStatus.ENABLED
                                : MinimumThroughputBillingCommitmentOutputStatus
                                        .ENABLED_UNTIL_EARLIEST_ALLOWED_END)
                .earliestAllowedEndAt(start.plus(LEAST_TIME))
                .build();
    }

    private void keep(Commitment changed) {
        try {
            documents.put(KIND, NAME, json.writeValueAsBytes(changed));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The account's settings cannot be written.", e);
        }
        commitment = changed;
    }

    private Commitment read(byte[] document) {
        try {
            return json.readValue(document, Commitment.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The kept settings of the Kinesis account cannot be read; remove"
                            + " documents/kinesis-account from the data directory to start with"
                            + " none.",
                    e);
        }
    }
}
