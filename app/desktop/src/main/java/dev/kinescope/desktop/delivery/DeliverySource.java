package dev.kinescope.desktop.delivery;

import dev.kinescope.pipeline.delivery.DeliveryMetrics;
import dev.kinescope.pipeline.delivery.DeliveryStatus;
import dev.kinescope.pipeline.delivery.FailedRecords;
import dev.kinescope.pipeline.results.StoredObject;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the Delivery view asks of the account it is connected to; every method blocks. */
interface DeliverySource {

    /** The name of the pipeline's delivery stream, whether it is there or not. */
    String name() throws IOException;

    /** Empty if there is no such delivery stream. */
    Optional<DeliveryStatus> describe(String deliveryStream);

    /** CloudWatch's newest 1-minute values. */
    DeliveryMetrics metrics(String deliveryStream);

    /** The objects written last under a prefix, newest first. */
    List<StoredObject> newestObjects(String bucket, String prefix, int most);

    /** The newest error objects, put together by reason. */
    FailedRecords failedRecords(String bucket, String errorPrefix, int mostObjects);
}
