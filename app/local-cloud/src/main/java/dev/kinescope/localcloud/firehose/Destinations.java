package dev.kinescope.localcloud.firehose;

import java.util.List;
import java.util.function.Supplier;

/** Where the records of a delivery stream end: results, failed records, raw copies. */
final class Destinations {
    private final ObjectBuffer data;
    private final ObjectBuffer failed;
    private final ObjectBuffer backup;
    private final Supplier<DestinationSettings> settings;

    Destinations(
            ObjectBuffer data,
            ObjectBuffer failed,
            ObjectBuffer backup,
            Supplier<DestinationSettings> settings) {
        this.data = data;
        this.failed = failed;
        this.backup = backup;
        this.settings = settings;
    }

    /** Takes a batch; every buffer that gets a part of it holds the receipt until it is stored. */
    void take(List<SourceRecord> raw, Outcome outcome, Receipt receipt) {
        if (settings.get().backupEnabled()) {
            backup.add(Outcome.untouched(raw, new byte[0]).delivered(), receipt);
        }
        data.add(outcome.delivered(), receipt);
        failed.add(outcome.failed(), receipt);
    }
}
