package dev.kinescope.desktop;

import dev.kinescope.desktop.results.ResultsSource;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition;
import dev.kinescope.pipeline.results.ObjectPage;
import dev.kinescope.pipeline.results.ResultReader;
import dev.kinescope.pipeline.results.ResultStore;
import dev.kinescope.pipeline.results.Results;
import dev.kinescope.pipeline.results.StoredObject;

import java.time.Instant;
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
        return fixedFolder(delivery.prefix());
    }

    @Override
    public String errorsPrefix() {
        return fixedFolder(delivery.errorPrefix());
    }

    @Override
    public ObjectPage list(String prefix, Optional<String> next) {
        return store.list(prefix, next);
    }

    @Override
    public List<StoredObject> all(String prefix) {
        return store.listNew(prefix, Instant.EPOCH);
    }

    @Override
    public Results read(List<String> keys, ResultReader.Progress progress)
            throws InterruptedException {
        return reader.read(keys, progress);
    }

    /** The part of a prefix before its first expression, up to the last slash. */
    static String fixedFolder(String prefix) {
        int expression = prefix.indexOf("!{");
        String fixed = expression < 0 ? prefix : prefix.substring(0, expression);
        return fixed.substring(0, fixed.lastIndexOf('/') + 1);
    }
}
