package dev.kinescope.desktop.delivery;

import dev.kinescope.pipeline.delivery.DeliveryMetrics;
import dev.kinescope.pipeline.delivery.DeliveryStatus;
import dev.kinescope.pipeline.delivery.FailedRecords;
import dev.kinescope.pipeline.results.StoredObject;

import java.time.Instant;
import java.util.List;

/** Everything the Delivery view shows after one look, gathered off the UI thread. */
sealed interface DeliveryRound {

    /** There is no such delivery stream. */
    record Missing(String name) implements DeliveryRound {}

    /** Nothing was asked this time, after a failure shortly before. */
    record Waiting() implements DeliveryRound {}

    /**
     * The delivery stream as it is.
     *
     * @param listedAt when objects and failures were listed
     */
    record Seen(
            Instant at,
            DeliveryStatus status,
            DeliveryMetrics metrics,
            List<StoredObject> objects,
            FailedRecords failed,
            Instant listedAt)
            implements DeliveryRound {}
}
