package dev.kinescope.producer;

import org.crac.Context;
import org.crac.Resource;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Where resources register that hear of snapshots; like Lambda's it does not hold them. */
final class FakeSnapshots extends Context<Resource> {
    private final List<WeakReference<Resource>> resources = new ArrayList<>();

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        throw new UnsupportedOperationException("no context is within another");
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        throw new UnsupportedOperationException("no context is within another");
    }

    @Override
    public void register(Resource resource) {
        resources.add(new WeakReference<>(resource));
    }

    /** Takes a snapshot and restores from it. */
    void take() throws Exception {
        for (Resource resource : registered()) {
            resource.beforeCheckpoint(this);
            resource.afterRestore(this);
        }
    }

    /** Those that are still held by somebody. */
    List<Resource> registered() {
        return resources.stream().map(WeakReference::get).filter(Objects::nonNull).toList();
    }
}
