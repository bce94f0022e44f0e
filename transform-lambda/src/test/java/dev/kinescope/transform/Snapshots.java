package dev.kinescope.transform;

import org.crac.CheckpointException;
import org.crac.Context;
import org.crac.Resource;
import org.crac.RestoreException;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Takes snapshots as the global context does; like it, it does not keep what is registered. */
final class Snapshots extends Context<Resource> {
    private final List<WeakReference<Resource>> resources = new ArrayList<>();

    @Override
    public void register(Resource resource) {
        resources.add(new WeakReference<>(resource));
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws CheckpointException {
        try {
            for (Resource resource : registered()) {
                resource.beforeCheckpoint(this);
            }
        } catch (Exception e) {
            throw new CheckpointException(e.toString());
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) throws RestoreException {
        try {
            for (Resource resource : registered()) {
                resource.afterRestore(this);
            }
        } catch (Exception e) {
            throw new RestoreException(e.toString());
        }
    }

    List<Resource> registered() {
        return resources.stream().map(WeakReference::get).filter(Objects::nonNull).toList();
    }
}
