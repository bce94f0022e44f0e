package dev.kinescope.pipeline.delivery;

import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.results.StoredObject;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Says how a delivery stream is, what it wrote last, and what it could not process. */
public final class DeliveryReader {

    public DeliveryReader(AwsSession session, Clock clock) {}

    /** Empty if there is no such delivery stream. */
    public Optional<DeliveryStatus> describe(String deliveryStream) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The newest values of CloudWatch's metrics of the last 15 minutes. */
    public DeliveryMetrics metrics(String deliveryStream) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The objects written last under a prefix, newest first. */
    public List<StoredObject> newestObjects(String bucket, String prefix, int most) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * Reads the newest error objects.
     *
     * @param errorPrefix without expressions: {@link
     *     dev.kinescope.pipeline.provisioning.DeliveryDefinition#fixedErrorPrefix()}
     */
    public FailedRecords failedRecords(String bucket, String errorPrefix, int mostObjects) {
        throw new UnsupportedOperationException("not there yet");
    }
}
