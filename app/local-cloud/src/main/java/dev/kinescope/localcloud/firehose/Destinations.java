package dev.kinescope.localcloud.firehose;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Where the records of a delivery stream end: results, failed records, raw copies. */
final class Destinations {
    private final ObjectBuffer data;
    private final PartitionedBuffers partitions;
    private final ObjectBuffer failed;
    private final ObjectBuffer backup;
    private final Supplier<DestinationSettings> settings;

    Destinations(
            ObjectBuffer data,
            PartitionedBuffers partitions,
            ObjectBuffer failed,
            ObjectBuffer backup,
            Supplier<DestinationSettings> settings) {
        this.data = data;
        this.partitions = partitions;
        this.failed = failed;
        this.backup = backup;
        this.settings = settings;
    }

    /** Takes a batch; every buffer that gets a part of it holds the receipt until it is stored. */
    void take(List<SourceRecord> raw, Outcome outcome, Receipt receipt) {
        DestinationSettings now = settings.get();
        if (now.backupEnabled()) {
            backup.add(Outcome.untouched(raw, new byte[0]).delivered(), receipt);
        }
        List<Outcome.Item> failures = outcome.failed();
        if (now.partitioning() == null) {
            data.add(outcome.delivered(), receipt);
        } else {
            failures = new ArrayList<>(failures);
            for (Outcome.Item refused : partitions.add(outcome.delivered(), receipt)) {
                failures.add(refused.failed());
            }
        }
        failed.add(failures, receipt);
    }

    /** Stores what there is until the time is up; nothing is stored afterwards. */
    void finish(Instant deadline) {
        partitions.finish(deadline);
        List.of(data, failed, backup).forEach(buffer -> buffer.finish(deadline));
    }

    void stop() {
        List.of(data, failed, backup).forEach(ObjectBuffer::stop);
        partitions.stop();
    }
}
