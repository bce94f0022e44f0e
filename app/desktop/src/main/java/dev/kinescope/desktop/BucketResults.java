package dev.kinescope.desktop;

import dev.kinescope.desktop.results.ResultsSource;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition;
import dev.kinescope.pipeline.results.ObjectPage;
import dev.kinescope.pipeline.results.ResultReader;
import dev.kinescope.pipeline.results.ResultStore;
import dev.kinescope.pipeline.results.Results;
import dev.kinescope.pipeline.results.StoredObject;

import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

import java.util.List;
import java.util.Optional;

/** The result bucket of one connection, for the results view. */
final class BucketResults implements ResultsSource {
    private final DeliveryDefinition delivery;
    private final ResultStore store;
    private final ResultReader reader;

    BucketResults(AwsSession session, DeliveryDefinition delivery) {
        this.delivery = delivery;
        this.store = new ResultStore(session, delivery.bucket());
        this.reader = new ResultReader(session, delivery.bucket());
    }

    @Override
    public String bucket() {
        return delivery.bucket();
    }

    @Override
    public String postsPrefix() {
        String fixed = delivery.fixedPrefix();
        return fixed.substring(0, fixed.lastIndexOf('/') + 1);
    }

    @Override
    public ObjectPage list(String prefix, Optional<String> next) {
        try {
            return store.list(prefix, next);
        } catch (NoSuchBucketException e) {
            return new ObjectPage(prefix, List.of(), List.of(), Optional.empty());
        }
    }

    @Override
    public List<StoredObject> newest(String prefix, int most) {
        try {
            return store.newest(prefix, most);
        } catch (NoSuchBucketException e) {
            // Before the first run there is no bucket, which is no failure: there is nothing yet.
            return List.of();
        }
    }

    @Override
    public Results read(List<String> keys, ResultReader.Progress progress)
            throws InterruptedException {
        return reader.read(keys, progress);
    }
}
